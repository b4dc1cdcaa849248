package org.kvmsh.dsl.session.test;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.text.MarkedLine;

/** The number of tests of each verdict. */
public final class TestCounts implements Marked {
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    private TestCounts() {}

    public static TestCounts of(Collection<TestResult> results) {
        TestCounts counts = new TestCounts();
        // A loop: a lambda would load the class of results for a script that has no tests.
        for (TestResult result : results) {
            counts.add(result.verdict());
        }
        return counts;
    }

    public static TestCounts ofVerdicts(Collection<Verdict> verdicts) {
        TestCounts counts = new TestCounts();
        verdicts.forEach(counts::add);
        return counts;
    }

    private void add(Verdict verdict) {
        counts.merge(verdict, 1, Integer::sum);
    }

    public int of(Verdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    /** The number of tests in all. */
    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether nothing failed, and everything ran that should run. */
    public boolean isOk() {
        return counts.keySet().stream().allMatch(Verdict::isOk);
    }

    /**
     * The exit status of a program that ran them: 0 if nothing failed, 1 if a test failed, 2 if all that ran passed but
     * not all ran.
     */
    public int exitStatus() {
        return of(Verdict.FAILED) + of(Verdict.ERROR) + of(Verdict.FLAKY) + of(Verdict.XPASS) > 0 ? 1 : isOk() ? 0 : 2;
    }

    /** {@code 1 of 3 tests failed, 1 skipped}. */
    public String inWords() {
        int failed = of(Verdict.FAILED);
        int errors = of(Verdict.ERROR);
        int tried = of(Verdict.PASSED) + failed + errors;
        StringBuilder text = new StringBuilder();
        if (failed > 0) {
            text.append(failed).append(" of ");
        } else if (errors > 0) {
            text.append(of(Verdict.PASSED)).append(" of ");
        }
        text.append(tried).append(tried == 1 ? " test " : " tests ").append(failed > 0 ? "failed" : "passed");
        for (Verdict verdict : List.of(Verdict.ERROR, Verdict.SKIPPED, Verdict.NOT_RUN)) {
            text.append(of(verdict) == 0 ? "" : ", " + counted(verdict));
        }
        return text.toString();
    }

    /** The counts as {@link #toString} has them, those above 0 marked. */
    public MarkedLine line() {
        MarkedLine line = MarkedLine.of("");
        for (Verdict verdict : Verdict.values()) {
            if (of(verdict) > 0 || verdict.compareTo(Verdict.SKIPPED) <= 0) {
                line = line.and(line.pieces().isEmpty() ? "" : ", ")
                        .and(of(verdict) == 0 ? null : verdict.mark(), counted(verdict));
            }
        }
        return line;
    }

    @Override
    public List<MarkedLine> marked() {
        return List.of(line());
    }

    private String counted(Verdict verdict) {
        String plural = switch (verdict) {
            case ERROR, XFAIL -> "s";
            case XPASS -> "es";
            default -> "";
        };
        return of(verdict) + " " + verdict + (of(verdict) > 1 ? plural : "");
    }

    /** {@code 3 passed, 1 failed, 2 skipped}, and {@code , 1 error, 4 not run} where there are any. */
    @Override
    public String toString() {
        return line().toString();
    }
}
