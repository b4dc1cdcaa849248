package org.kvmsh.repl.runner;

import java.time.Duration;
import java.util.List;
import org.kvmsh.dsl.machine.TestResult;
import org.kvmsh.dsl.machine.TestResult.Ended;

/** What a script's tests came to on one board. */
record ScriptReport(String script, List<TestResult> tests, Duration took) {
    ScriptReport {
        tests = List.copyOf(tests);
    }

    /** A script that could not be tried at all. */
    static ScriptReport skipped(String script, String why) {
        return new ScriptReport(script, List.of(TestResult.skipped(script, why)), Duration.ZERO);
    }

    int count(Ended ended) {
        return (int) tests.stream().filter(test -> test.ended() == ended).count();
    }
}
