package org.kvmsh.dsl.session.test;

/** Whom a failure belongs to: a test of a script, or the script outside of its tests. */
public final class FailureOwner {
    private final RecordedFailures kept;
    private final String test;

    /** @param test its name; null for the script */
    FailureOwner(RecordedFailures kept, String test) {
        this.kept = kept;
        this.test = test;
    }

    /** The failures kept for it. */
    RecordedFailures kept() {
        return kept;
    }

    /** The test in words. */
    @Override
    public String toString() {
        return test == null ? "the script" : "test '" + test + "'";
    }
}
