package org.kvmsh.dsl.session;

/** Notified when a session's tests begin and end. */
public interface TestListener {
    void begins(TestRequest asked);

    /** @param result null if the script ended with the test before it had one */
    void ended(TestRequest asked, TestResult result);
}
