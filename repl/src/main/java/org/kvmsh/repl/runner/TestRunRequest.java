package org.kvmsh.repl.runner;

import java.util.Collections;
import java.util.List;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.record.RecordedRun;

/**
 * The request for a run: what is to run where.
 *
 * @param boards as they were named; null for this host's KVM, or the model used instead
 * @param resumed the run to go on with; null for a new one
 */
public record TestRunRequest(List<String> boards, RunOptions options, RecordedRun resumed) {
    /** The boards that were named; if there is none, the default one. */
    public static List<String> boards(List<String> named) {
        return named.isEmpty() ? Collections.singletonList(null) : named;
    }

    /** The boards as results name them. */
    public static List<String> titles(List<String> boards) {
        return boards.stream().map(BoardRun::asked).toList();
    }

    /** Its boards as results name them. */
    public List<String> titles() {
        return titles(boards);
    }

    /** What a board's scripts gave before the run was resumed. */
    List<RanScript> done(int board) {
        return resumed == null ? List.of() : resumed.done(board);
    }
}
