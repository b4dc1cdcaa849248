package org.kvmsh.repl.runner;

import java.util.List;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanTest;

/**
 * The exit status of {@code kvmsh test --bisect} for git bisect run: git treats 1 to 124, 126 and 127 as bad, 125 as a
 * commit that cannot be tested, and stops at 128 and above (git-bisect(1)).
 */
public final class BisectStatus {
    /** Nothing failed, and something was tested. */
    public static final int GOOD = 0;
    /** A test failed. */
    public static final int BAD = 1;
    /** This commit has no verdict. */
    public static final int SKIP = 125;
    /** No commit would have one. */
    public static final int END = 129;

    private BisectStatus() {}

    /**
     * The status for the tests that ran: only a failure is bad; a test without a verdict, or no test at all, says
     * nothing about the commit.
     */
    static int of(List<RanBoard> reports) {
        List<RanTest> tests = reports.stream().flatMap(RanBoard::tests).toList();
        if (has(tests, Verdict.FAILED)) {
            return BAD;
        }
        if (tests.stream()
                .anyMatch(test -> test.verdict() == Verdict.ERROR && ScriptRun.SCRIPT_FAULTS.contains(test.reason()))) {
            return END;
        }
        return has(tests, Verdict.FLAKY)
                        || has(tests, Verdict.XPASS)
                        || has(tests, Verdict.ERROR)
                        || has(tests, Verdict.NOT_RUN)
                        || !has(tests, Verdict.PASSED)
                ? SKIP
                : GOOD;
    }

    private static boolean has(List<RanTest> tests, Verdict verdict) {
        return tests.stream().anyMatch(test -> test.verdict() == verdict);
    }
}
