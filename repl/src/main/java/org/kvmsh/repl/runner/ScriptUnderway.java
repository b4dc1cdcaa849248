package org.kvmsh.repl.runner;

import java.util.Arrays;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.repl.results.record.RunRecord;

/**
 * A script that runs.
 *
 * @param thread on which it runs
 * @param out where it prints
 * @param held its output until it ends; null if that is shown at once
 * @param kept what is kept of it
 */
record ScriptUnderway(
        TestScript script,
        Thread thread,
        Kvmsh kvmsh,
        ScriptRun run,
        HeadedOutput out,
        HeldOutput held,
        RunRecord.OfScript kept) {
    /** Whether it is the one that has called System.exit, which does not return. */
    boolean isExiting() {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }
}
