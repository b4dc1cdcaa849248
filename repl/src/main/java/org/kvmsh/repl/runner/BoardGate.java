package org.kvmsh.repl.runner;

import java.util.Map;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.repl.results.RanScript;

/** What a run adds to its board's tests: what it tells of them, and when the later scripts make no sense. */
public interface BoardGate {
    /** Every script runs, and every result is printed. */
    BoardGate OPEN = new BoardGate() {};

    /** Whether neither a script's name nor a test that passed is printed. */
    default boolean isBrief() {
        return false;
    }

    /**
     * Tells of a board before its first script.
     *
     * @param facts those of its run
     * @param watch has begun
     */
    default void opened(Board board, Map<String, Object> facts, KernelWatch watch) {}

    /** Tells of a script that has ended. */
    default void ended(RanScript ran) {}

    /** Why no other script runs after this one; null if the next one does. */
    default String closes(RanScript ran) {
        return null;
    }
}
