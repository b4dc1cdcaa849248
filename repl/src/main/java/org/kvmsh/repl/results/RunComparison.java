package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two runs beside each other, test by test: all of the later one in its order, then what only the earlier one has. */
public record RunComparison(List<ComparedTest> tests) {
    public RunComparison {
        tests = List.copyOf(tests);
    }

    public static RunComparison of(List<RanBoard> before, List<RanBoard> now) {
        Map<TestAddress, RanTest> earlier = addresses(before);
        List<ComparedTest> tests = new ArrayList<>();
        addresses(now).forEach((address, test) -> tests.add(ComparedTest.of(address, earlier.remove(address), test)));
        earlier.forEach((address, test) -> tests.add(ComparedTest.of(address, test, null)));
        return new RunComparison(tests);
    }

    /** The tests with one change. */
    public List<ComparedTest> of(Change change) {
        return tests.stream().filter(test -> test.change() == change).toList();
    }

    /** A test that a script has twice gets a number, as in every report. */
    private static Map<TestAddress, RanTest> addresses(List<RanBoard> boards) {
        Map<TestAddress, RanTest> addresses = new LinkedHashMap<>();
        UniqueNames names = new UniqueNames();
        for (RanBoard board : boards) {
            String name = names.of(board.board());
            for (RanScript script : board.scripts()) {
                UniqueNames tests = new UniqueNames();
                script.tests()
                        .forEach(test ->
                                addresses.put(new TestAddress(name, script.script(), tests.of(test.name())), test));
            }
        }
        return addresses;
    }
}
