package org.kvmsh.repl.runner;

import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.results.record.RunRecord;

/** A run that goes on: its options, where it prints and is kept, and what ends it. */
record RunUnderway(RunOptions options, StandardOutput out, Ending ending, RunRecord record, TestProgress progress) {
    /** Why no other script runs; null if the next one does. */
    String whyStopped() {
        return ending.isWanted() ? ending.wanted().reasonOfOthers() : null;
    }
}
