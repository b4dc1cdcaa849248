package org.kvmsh.specs

import java.util.concurrent.ConcurrentHashMap
import org.junit.platform.engine.TestExecutionResult
import org.junit.platform.launcher.TestExecutionListener
import org.junit.platform.launcher.TestIdentifier
import org.junit.platform.launcher.TestPlan

/** Says at the end what was skipped and why: a reason a line, counted. */
class SkippedSpecs implements TestExecutionListener {
    private final Map<String, Integer> reasons = new ConcurrentHashMap<>()
    private TestPlan plan

    @Override
    void testPlanExecutionStarted(TestPlan started) {
        plan = started
    }

    /** A class that is skipped is all of its features. */
    @Override
    void executionSkipped(TestIdentifier test, String reason) {
        count(reason, Math.max(1, plan.getChildren(test).size()))
    }

    @Override
    void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.status == TestExecutionResult.Status.ABORTED) {
            count(result.throwable.map { it.message }.orElse('no reason was given'), 1)
        }
    }

    /** Spock says the reason after the annotation's name. */
    private void count(String reason, int tests) {
        reasons.merge((reason ?: 'no reason was given').replaceFirst(/^Ignored via @\w+: /, '').readLines().first(), tests, Integer.&sum)
    }

    @Override
    void testPlanExecutionFinished(TestPlan plan) {
        if (reasons) {
            println "skipped: ${reasons.values().sum()}"
            reasons.sort().each { reason, count -> println "  $count: $reason" }
        }
    }
}
