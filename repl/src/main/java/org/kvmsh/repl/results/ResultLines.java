package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.kvmsh.dsl.inspect.RefusalCount;

/** Results as a terminal shows them after the run. */
public final class ResultLines {
    private ResultLines() {}

    /** The lines of a board's tests that are not ok. */
    public static List<String> ofFailures(RanBoard board, FailureCards cards) {
        List<String> lines = new ArrayList<>();
        for (RanScript script : board.scripts()) {
            script.tests().stream()
                    .filter(test -> !test.verdict().isOk())
                    .forEach(test -> lines.addAll(cards.lines(board, script, test, script.name(test))));
        }
        return lines;
    }

    /**
     * The lines before a board's counts: why tests were skipped, what is flaky, what was not checked, and the tests
     * that did not pass.
     *
     * @param alone whether no other board runs, whose failures would be listed with these
     * @param notes what is said of the tests that failed
     */
    public static List<String> ofEnd(RanBoard board, boolean alone, FailureNotes notes) {
        return ofEnd(board, alone ? FailureList.below(List.of(board), notes) : List.of());
    }

    /** The same in a report. */
    public static List<String> ofReport(RanBoard board, boolean alone, FailureNotes notes) {
        return ofEnd(board, alone ? FailureList.of(List.of(board), notes) : List.of());
    }

    /** The sum of the refused calls that were made again; empty if none was. */
    private static List<String> refusals(RanBoard board) {
        RefusalCount all = board.scripts().stream()
                .flatMap(script -> script.tests().stream())
                .map(RanTest::refusals)
                .filter(Objects::nonNull)
                .reduce(RefusalCount.NONE, RefusalCount::and);
        return all.equals(RefusalCount.NONE) ? List.of() : List.of(all.toString());
    }

    private static List<String> ofEnd(RanBoard board, List<String> failures) {
        return Stream.of(
                        board.skips().stream(),
                        board.flakes().stream().map(flake -> "flaky: " + flake),
                        board.unchecked().stream(),
                        MovedTests.lines(board).stream(),
                        refusals(board).stream(),
                        failures.stream())
                .flatMap(each -> each)
                .toList();
    }
}
