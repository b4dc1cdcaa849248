package org.kvmsh.repl.runner;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.record.RecordedRun;

/**
 * The lines that a kvmsh test of one script has printed about the script: without those about its board, which another
 * kvmsh prints for all scripts.
 */
final class OwnLines {
    private OwnLines() {}

    /** @param run what it has kept; null if it has kept nothing */
    static List<String> of(String printed, RecordedRun run) {
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
        return lines.subList(first, end);
    }

    /** Whether a line is one of those that follow the counts at a run's end. */
    private static boolean isOfRun(String line) {
        return line.startsWith("kvmsh test: ") || line.startsWith("the test run was stopped: ");
    }
}
