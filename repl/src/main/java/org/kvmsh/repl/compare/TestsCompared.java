package org.kvmsh.repl.compare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kvmsh.repl.results.Change;
import org.kvmsh.repl.results.ComparedTest;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RunComparison;

/**
 * The results of tests, with the errnos behind them. Each test is compared on each board; if each side has only one
 * board, these two are compared whatever their names are.
 */
final class TestsCompared {
    private TestsCompared() {}

    static RunComparison comparison(List<RanBoard> a, List<RanBoard> b) {
        return RunComparison.of(
                a, isOneBoard(a, b) ? List.of(b.get(0).called(a.get(0).board())) : b);
    }

    private static boolean isOneBoard(List<RanBoard> a, List<RanBoard> b) {
        return a.size() == 1 && b.size() == 1;
    }

    static Compared of(List<RanBoard> a, List<RanBoard> b) {
        boolean other = isOneBoard(a, b) && !a.get(0).board().equals(b.get(0).board());
        RunComparison comparison = comparison(a, b);
        List<FoundDifference> found = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        comparison.tests().forEach(test -> names.add(test.address().name()));
        for (Change change : Change.values()) {
            if (change != Change.NONE) {
                comparison.of(change).forEach(test -> found.add(found(test, other)));
            }
        }
        return Compared.of(Aspect.TESTS, comparison.tests().size() + " compared", names, found, List.of());
    }

    private static FoundDifference found(ComparedTest test, boolean otherBoard) {
        String name = test.address().name();
        return new FoundDifference(
                Aspect.TESTS,
                test.change() == Change.GONE ? "in A only" : test.change().heading(),
                name,
                null,
                "",
                test.before() == null ? "" : test.before().verdict().toString(),
                test.now() == null ? "" : test.now().verdict().toString(),
                name + (otherBoard ? "" : " on " + test.address().board()) + ": " + test.inWords(),
                List.of(),
                test.change().isLoss());
    }
}
