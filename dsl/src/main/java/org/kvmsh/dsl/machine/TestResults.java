package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;

/** The tests of a session, in order. */
public final class TestResults {
    private final List<TestResult> all = new ArrayList<>();

    /** Keeps one, and gives its number, from 1. */
    synchronized int add(TestResult result) {
        all.add(result);
        return all.size();
    }

    public synchronized List<TestResult> all() {
        return List.copyOf(all);
    }

    public synchronized boolean isEmpty() {
        return all.isEmpty();
    }

    public TestCounts counts() {
        return TestCounts.of(all());
    }

    /** {@code 1 of 3 tests failed, 1 skipped}. */
    @Override public String toString() {
        TestCounts counts = counts();
        int passed = counts.of(Verdict.PASSED);
        int failed = counts.of(Verdict.FAILED);
        int errors = counts.of(Verdict.ERROR);
        int tried = passed + failed + errors;
        String tests = tried == 1 ? " test" : " tests";
        StringBuilder text = new StringBuilder();
        if (failed == 0) {
            text.append(errors == 0 ? "" : passed + " of ").append(tried).append(tests).append(" passed");
        } else {
            text.append(failed).append(" of ").append(tried).append(tests).append(" failed");
        }
        for (Verdict verdict : List.of(Verdict.ERROR, Verdict.SKIPPED, Verdict.NOT_RUN)) {
            int count = counts.of(verdict);
            text.append(count == 0 ? "" : ", " + count + " " + verdict + (verdict == Verdict.ERROR && count > 1 ? "s" : ""));
        }
        return text.toString();
    }
}
