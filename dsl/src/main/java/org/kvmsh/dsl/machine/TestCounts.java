package org.kvmsh.dsl.machine;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/** How many tests there are of each verdict. */
public final class TestCounts {
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    private TestCounts() { }

    public static TestCounts of(Collection<TestResult> results) {
        TestCounts counts = new TestCounts();
        results.forEach(result -> counts.counts.merge(result.verdict(), 1, Integer::sum));
        return counts;
    }

    public int of(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    /** Whether nothing failed, and all that there is to run ran. */
    public boolean isOk() {
        return counts.keySet().stream().allMatch(Verdict::isOk);
    }

    /** What a program that ran them exits with: 0 where nothing failed, 1 where a test did, 2 where all that ran is well and not all ran. */
    public int exitStatus() {
        return of(Verdict.FAILED) + of(Verdict.ERROR) > 0 ? 1 : isOk() ? 0 : 2;
    }

    /** {@code 3 passed, 1 failed, 2 skipped}, and {@code , 1 error, 4 not run} where there are any. */
    @Override public String toString() {
        StringBuilder text = new StringBuilder();
        for (Verdict verdict : Verdict.values()) {
            int count = of(verdict);
            if (count > 0 || verdict.compareTo(Verdict.SKIPPED) <= 0) {
                text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(verdict).append(verdict == Verdict.ERROR && count > 1 ? "s" : "");
            }
        }
        return text.toString();
    }
}
