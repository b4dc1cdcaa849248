package org.kvmsh.dsl.session.test;

/**
 * Whom a failure belongs to: a test of a script, or the script outside of its tests.
 *
 * @param test its name; null for the script
 */
public record FailureOwner(RecordedFailures kept, String test) {
    /** The test in words. */
    @Override
    public String toString() {
        return test == null ? "the script" : "test '" + test + "'";
    }
}
