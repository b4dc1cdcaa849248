package org.kvmsh.dsl.session.test;

import org.kvmsh.dsl.text.Mark;

/**
 * The verdict on a test: how it ended, or why it did not. A failure is the test's own result; an error means that the
 * test could not produce one: it was interrupted, its time was over, its board was lost, its script does not compile.
 */
public enum Verdict {
    PASSED("passed", true, Mark.PASSED),
    FAILED("failed", false, Mark.FAILED),
    SKIPPED("skipped", true, Mark.SKIPPED),
    ERROR("error", false, Mark.FAILED),
    NOT_RUN("not run", false, Mark.FAILED),
    /** It failed and passed in one run. */
    FLAKY("flaky", false, Mark.FAILED),
    /** It did so, and is known to do so. */
    KNOWN_FLAKY("known flaky", true, Mark.SKIPPED),
    /** It failed, and is known to fail. */
    XFAIL("expected failure", true, Mark.SKIPPED),
    /** It passed, and is known to fail. */
    XPASS("unexpected pass", false, Mark.FAILED);

    private final String words;
    private final boolean ok;
    private final Mark mark;

    Verdict(String words, boolean ok, Mark mark) {
        this.words = words;
        this.ok = ok;
        this.mark = mark;
    }

    /** Whether the run as a whole may still succeed. */
    public boolean isOk() {
        return ok;
    }

    /** The beginning of a line of results, as KTAP has it. */
    public String marker() {
        return ok ? "ok" : "not ok";
    }

    /** The text that follows a test's name on its line after {@code #}, as KTAP has it; may be empty. */
    public String directive(String reason) {
        return switch (this) {
            case SKIPPED -> "SKIP " + reason;
            case NOT_RUN -> "not run: " + reason;
            case FLAKY, KNOWN_FLAKY -> "FLAKY " + reason;
            case XFAIL, XPASS -> name() + " " + reason;
            case PASSED, FAILED, ERROR -> reason;
        };
    }

    /** The mark of its words on a line. */
    Mark mark() {
        return mark;
    }

    @Override
    public String toString() {
        return words;
    }
}
