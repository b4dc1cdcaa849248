package org.kvmsh.repl.results;

import java.util.List;
import java.util.Locale;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;

/** The change of a test since an earlier run. */
public enum Change {
    /** It failed, and did not in the earlier run. */
    NEW_FAILURE("new failures"),
    /** It failed in both, now for another reason. */
    OTHER_FAILURE("failures for another reason"),
    OLD_FAILURE("failures as before"),
    /** It was to run, and did not. */
    NOT_RUN("not run"),
    /** It is skipped, and ran in the earlier run: nobody tries it any more. */
    SKIPPED_NOW("skipped since"),
    /** It passes in both, now without a check that the earlier run made. */
    CHECKED_LESS("checked less"),
    /** Only the earlier run has it: what is not run any more has not passed. */
    GONE("in the earlier run only"),
    /** It passes, and failed in the earlier run. */
    FIXED("fixed"),
    NONE("");

    private final String heading;

    Change(String heading) {
        this.heading = heading;
    }

    static Change of(RanTest before, RanTest now) {
        if (now == null) {
            return before.verdict() == Verdict.NOT_RUN ? NONE : GONE;
        }
        return switch (now.verdict()) {
            case NOT_RUN -> NOT_RUN;
            case FAILED, ERROR, FLAKY, XPASS ->
                !isFailed(before) ? NEW_FAILURE : now.cause().equals(before.cause()) ? OLD_FAILURE : OTHER_FAILURE;
            case PASSED -> isFailed(before) ? FIXED : checksLess(before, now) ? CHECKED_LESS : NONE;
            case SKIPPED ->
                isFailed(before) || before != null && before.verdict() == Verdict.PASSED ? SKIPPED_NOW : NONE;
            case XFAIL, KNOWN_FLAKY -> NONE;
        };
    }

    /** Places are not compared: a line more above an expectation moves it. */
    private static boolean checksLess(RanTest before, RanTest now) {
        if (before == null
                || before.verdict() != Verdict.PASSED
                || now.unchecked().isEmpty()) {
            return false;
        }
        List<String> then = before.unchecked();
        return now.unchecked().size() > then.size()
                || now.unchecked().contains(TestResult.CHECKED_NOTHING) && !then.contains(TestResult.CHECKED_NOTHING);
    }

    private static boolean isFailed(RanTest test) {
        return test != null
                && switch (test.verdict()) {
                    case FAILED, ERROR, FLAKY, XPASS, XFAIL, KNOWN_FLAKY -> true;
                    case PASSED, SKIPPED, NOT_RUN -> false;
                };
    }

    /** Whether nobody can rely on what the test is about any more. */
    public boolean isLoss() {
        return this == NEW_FAILURE
                || this == OTHER_FAILURE
                || this == NOT_RUN
                || this == SKIPPED_NOW
                || this == CHECKED_LESS
                || this == GONE;
    }

    /** Whether the test did not pass in the later run, and there is something to tell of it. */
    public boolean hasDetails() {
        return this == NEW_FAILURE || this == OTHER_FAILURE || this == OLD_FAILURE || this == NOT_RUN;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In the middle of a sentence. */
    public String heading() {
        return heading;
    }
}
