package org.kvmsh.repl.runner;

import java.util.function.Supplier;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.record.RunRecord;

/**
 * A run that goes on, as one of its boards sees it: its options, where it prints and is kept, and what ends it.
 *
 * @param board the number of the board
 * @param isBeside whether other boards may run scripts at the same time
 * @param out the board's output
 * @param progress the board's part of the line
 * @param cards the failures that the run has printed, of all boards
 * @param scripts those of all boards that run beside each other
 * @param over why no board runs another script; null if nothing but a signal ends the run
 */
record RunUnderway(
        RunOptions options,
        int board,
        boolean isBeside,
        HeldOutput out,
        Ending ending,
        RunRecord record,
        TestProgress.OfBoard progress,
        FailureCards cards,
        AloneGate scripts,
        Supplier<String> over) {
    /** Why no other script runs; null if the next one does. */
    String whyStopped() {
        return ending.isWanted() ? ending.wanted().reasonOfOthers() : over.get();
    }
}
