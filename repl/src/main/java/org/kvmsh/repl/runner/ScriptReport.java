package org.kvmsh.repl.runner;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.dsl.session.TestCounts;
import org.kvmsh.dsl.session.TestResult;

/** The results of a script's tests on one board. */
public record ScriptReport(String script, List<TestResult> tests, Duration took) {
    public ScriptReport {
        tests = List.copyOf(tests);
    }

    /** A script that could not be tried at all. */
    static ScriptReport notRun(String script, String why) {
        return new ScriptReport(script, List.of(TestResult.notRun(script, why)), Duration.ZERO);
    }

    /** The same with one more result. */
    ScriptReport with(TestResult late) {
        return new ScriptReport(script, Stream.concat(tests.stream(), Stream.of(late)).toList(), took);
    }

    /** Whether it has no tests of its own, and counts as one. */
    boolean isOneTest() {
        return tests.size() == 1 && tests.get(0).name().equals(script);
    }

    TestCounts counts() {
        return TestCounts.of(tests);
    }
}
