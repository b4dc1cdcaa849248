package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.machine.TestResult.Ended;

/** The tests that ran in a session, in order. */
public final class TestResults {
    private final List<TestResult> all = new ArrayList<>();

    /** Keeps one, and gives its number, from 1. */
    int add(TestResult result) {
        all.add(result);
        return all.size();
    }

    public List<TestResult> all() {
        return List.copyOf(all);
    }

    public int ran() {
        return all.size();
    }

    public int failed() {
        return count(Ended.FAILED);
    }

    private int count(Ended ended) {
        return (int) all.stream().filter(result -> result.ended() == ended).count();
    }

    @Override public String toString() {
        int skipped = count(Ended.SKIPPED);
        int tried = ran() - skipped;
        String tests = tried == 1 ? " test" : " tests";
        return (failed() == 0 ? tried + tests + " passed" : failed() + " of " + tried + tests + " failed") + (skipped == 0 ? "" : ", " + skipped + " skipped");
    }
}
