package org.kvmsh.repl.runner;

import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.record.RunRecord;

/**
 * A run that goes on: its options, where it prints and is kept, and what ends it.
 *
 * @param cards the failures that it has printed, of all boards
 */
record RunUnderway(
        RunOptions options,
        StandardOutput out,
        Ending ending,
        RunRecord record,
        TestProgress progress,
        FailureCards cards) {
    /** Why no other script runs; null if the next one does. */
    String whyStopped() {
        return ending.isWanted() ? ending.wanted().reasonOfOthers() : null;
    }
}
