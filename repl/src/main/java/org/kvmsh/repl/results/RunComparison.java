package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two runs beside each other, test by test: all of the later one in its order, then what only the earlier one has. */
public record RunComparison(List<ComparedTest> tests) {
    public RunComparison {
        tests = List.copyOf(tests);
    }

    public static RunComparison of(List<RanBoard> before, List<RanBoard> now) {
        // Scripts for other boards are compared only where the other run has their tests.
        Set<TestAddress> others = new HashSet<>();
        Set<TestAddress> othersBefore = new HashSet<>();
        Map<TestAddress, RanTest> earlier = addresses(before, othersBefore);
        List<ComparedTest> tests = new ArrayList<>();
        addresses(now, others).forEach((address, test) -> {
            RanTest then = earlier.remove(address);
            if (!others.contains(address) || then != null && !othersBefore.contains(address)) {
                tests.add(ComparedTest.of(address, then, test));
            }
        });
        earlier.keySet().removeAll(othersBefore);
        earlier.forEach((address, test) -> tests.add(ComparedTest.of(address, test, null)));
        return new RunComparison(tests);
    }

    /** The tests with one change. */
    public List<ComparedTest> of(Change change) {
        return tests.stream().filter(test -> test.change() == change).toList();
    }

    /**
     * A test that a script has twice gets a number, as in every report.
     *
     * @param others takes those of scripts for other boards
     */
    private static Map<TestAddress, RanTest> addresses(List<RanBoard> boards, Set<TestAddress> others) {
        Map<TestAddress, RanTest> addresses = new LinkedHashMap<>();
        UniqueNames names = new UniqueNames();
        for (RanBoard board : boards) {
            String name = names.of(board.board());
            for (RanScript script : board.scripts()) {
                UniqueNames tests = new UniqueNames();
                for (RanTest test : script.tests()) {
                    TestAddress address = new TestAddress(name, script.script(), tests.of(test.name()));
                    addresses.put(address, test);
                    if (script.isLeftOut(board.scripts().size())) {
                        others.add(address);
                    }
                }
            }
        }
        return addresses;
    }
}
