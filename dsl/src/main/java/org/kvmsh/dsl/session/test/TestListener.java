package org.kvmsh.dsl.session.test;

/** Notified when a session's tests begin and end. */
public interface TestListener {
    void begins(TestRequest asked);

    /**
     * A test has ended.
     *
     * @param result null if the script ended with the test before it had one
     * @param evidence what explains the result, until this returns
     */
    void ended(TestRequest asked, TestResult result, TestEvidence evidence);
}
