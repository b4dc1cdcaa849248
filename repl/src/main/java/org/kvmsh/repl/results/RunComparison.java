package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two runs beside each other, test by test: all of the later one in its order, then what only the earlier one has. */
record RunComparison(List<ComparedTest> tests) {
    RunComparison {
        tests = List.copyOf(tests);
    }

    static RunComparison of(List<RanBoard> before, List<RanBoard> now) {
        Map<TestAddress, RanTest> earlier = places(before);
        List<ComparedTest> tests = new ArrayList<>();
        places(now).forEach((place, test) -> tests.add(new ComparedTest(place, earlier.remove(place), test)));
        earlier.forEach((place, test) -> tests.add(new ComparedTest(place, test, null)));
        return new RunComparison(tests);
    }

    /** A test that a script has twice gets a number, as in every report. */
    private static Map<TestAddress, RanTest> places(List<RanBoard> boards) {
        Map<TestAddress, RanTest> places = new LinkedHashMap<>();
        UniqueNames names = new UniqueNames();
        for (RanBoard board : boards) {
            String name = names.of(board.board());
            for (RanScript script : board.scripts()) {
                UniqueNames tests = new UniqueNames();
                script.tests().forEach(test -> places.put(new TestAddress(name, script.script(), tests.of(test.name())), test));
            }
        }
        return places;
    }
}
