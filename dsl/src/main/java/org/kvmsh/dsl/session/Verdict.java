package org.kvmsh.dsl.session;

/**
 * How a test ended, or why it has no end. A failure is a test's own answer; an error is a test that was kept from giving one: it was
 * interrupted, its time was over, its board was lost, its script does not compile.
 */
public enum Verdict {
    PASSED("passed", true), FAILED("failed", false), SKIPPED("skipped", true), ERROR("error", false), NOT_RUN("not run", false);

    private final String words;
    private final boolean ok;

    Verdict(String words, boolean ok) {
        this.words = words;
        this.ok = ok;
    }

    /** Whether the run as a whole may still succeed. */
    public boolean isOk() {
        return ok;
    }

    /** What a line of results begins with, as KTAP has it. */
    public String marker() {
        return ok ? "ok" : "not ok";
    }

    @Override public String toString() {
        return words;
    }
}
