package org.kvmsh.repl.runner;

import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.record.UnmetOptions;

/** The scripts of a run on one board. */
interface RunOfBoard {
    RanBoard run() throws Exception;

    /** Whether a test failed that is to be the last one. */
    boolean isFailedFast();

    /** Whether the board is not available for a reason that is this machine's. */
    default boolean isNotSetUp() {
        return false;
    }

    /** Whether a script is still running: nothing else may run in this process. */
    default boolean isLeftBehind() {
        return false;
    }

    /** The options that its processes were given and did not meet; null if this process knows. */
    default UnmetOptions unmet() {
        return null;
    }
}
