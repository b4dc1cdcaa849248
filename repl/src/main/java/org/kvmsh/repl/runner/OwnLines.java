package org.kvmsh.repl.runner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.record.RecordedRun;

/**
 * The lines that a kvmsh test of one script has printed about the script: without those about its board, which another
 * kvmsh prints for all scripts.
 */
final class OwnLines {
    private OwnLines() {}

    /**
     * The lines.
     *
     * @param run what it has kept; null if it has kept nothing
     * @param shown the lines of each of its failures here, where the same cause may have been shown
     */
    static List<String> of(String printed, RecordedRun run, IntFunction<List<String>> shown) {
        List<String> lines = printed.lines().toList();
        RanBoard board =
                run == null || run.boards().size() != 1 ? null : run.boards().get(0);
        if (board == null || board.scripts().isEmpty()) {
            return lines;
        }
        int first = lines.indexOf(board.scripts().get(0).script()) + 1;
        Set<String> ofBoard = new HashSet<>(ResultLines.ofEnd(board, true, run.notes()));
        ofBoard.add(board.total().toString());
        int end = lines.size();
        while (end > first
                && (ofBoard.contains(lines.get(end - 1))
                        || lines.get(end - 1).startsWith(board.board() + ": " + LogState.NOT_READABLE)
                        || isOfRun(lines.get(end - 1)))) {
            end--;
        }
        List<String> own = lines.subList(first, end);
        return board.scripts().size() > 1 ? own : withCards(own, board, new FailureCards(run.notes()), shown);
    }

    /** The lines below each of its failures are those that are shown here. */
    private static List<String> withCards(
            List<String> printed, RanBoard board, FailureCards own, IntFunction<List<String>> shown) {
        RanScript script = board.scripts().get(0);
        List<String> lines = new ArrayList<>(printed);
        int from = 0;
        for (int test = 0; test < script.tests().size(); test++) {
            RanTest each = script.tests().get(test);
            List<String> card = own.lines(board, script, each, test + 1 + " " + each.name()).stream()
                    .map(PrintableText::of)
                    .toList();
            int at = Collections.indexOfSubList(lines.subList(from, lines.size()), card);
            // What has been printed of a process that was killed may have no end.
            if (at >= 0 && card.size() > 1) {
                List<String> below = shown.apply(test);
                List<String> replaced = lines.subList(from + at + 1, from + at + card.size());
                replaced.clear();
                replaced.addAll(below.subList(1, below.size()));
                from += at + below.size();
            }
        }
        return lines;
    }

    /** Whether a line is one of those that follow the counts at a run's end. */
    private static boolean isOfRun(String line) {
        return line.startsWith("kvmsh test: ") || line.startsWith("the test run was stopped: ");
    }
}
