package org.kvmsh.repl.results;

import org.kvmsh.dsl.session.Verdict;

/**
 * A test of one run beside the same of an earlier one.
 *
 * @param before null if the earlier run does not have it
 * @param now    null if the later run does not have it
 */
record ComparedTest(TestAddress place, RanTest before, RanTest now) {
    /** Whether it failed, and did not in the earlier run. */
    boolean isNewFailure() {
        return isFailed(now) && !isFailed(before);
    }

    /** Whether it failed in both. */
    boolean isOldFailure() {
        return isFailed(now) && isFailed(before);
    }

    /** Whether it passes or is skipped, and failed in the earlier run. */
    boolean isFixed() {
        return isFailed(before) && now != null && now.verdict().isOk();
    }

    /** Whether it was to run, and did not. */
    boolean isNotRun() {
        return now != null && now.verdict() == Verdict.NOT_RUN;
    }

    /** Whether only the earlier run has it: what is not run any more has not passed. */
    boolean isGone() {
        return now == null;
    }

    private static boolean isFailed(RanTest test) {
        return test != null && (test.verdict() == Verdict.FAILED || test.verdict() == Verdict.ERROR);
    }
}
