package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.List;

/** Results as a terminal shows them after the run. */
public final class ResultLines {
    private ResultLines() {}

    /** The lines of a board's tests that are not ok, with all that explains them. */
    public static List<String> ofFailures(RanBoard board) {
        List<String> lines = new ArrayList<>();
        for (RanScript script : board.scripts()) {
            script.tests().stream().filter(test -> !test.verdict().isOk()).forEach(test -> add(script, test, lines));
        }
        return lines;
    }

    private static void add(RanScript script, RanTest test, List<String> lines) {
        lines.add(test.verdict().marker() + " " + script.name(test)
                + (test.directive().isEmpty() ? "" : " # " + test.directive()));
        lines.addAll(test.steps());
        test.failure().forEach(line -> lines.add("  " + line));
        test.noted().forEach(line -> lines.add("  " + line));
    }
}
