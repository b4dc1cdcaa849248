package org.kvmsh.dsl.machine;

/** How many tests ran in a session, and how many of them failed. */
public final class TestResults {
    private int ran;
    private int failed;

    /** Counts one, and gives its number, from 1. */
    int count(boolean held) {
        failed += held ? 0 : 1;
        return ++ran;
    }

    public int ran() {
        return ran;
    }

    public int failed() {
        return failed;
    }

    @Override public String toString() {
        return failed == 0 ? ran + (ran == 1 ? " test passed" : " tests passed") : failed + " of " + ran + (ran == 1 ? " test failed" : " tests failed");
    }
}
