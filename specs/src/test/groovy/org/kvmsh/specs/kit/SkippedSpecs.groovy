package org.kvmsh.specs.kit

import java.util.concurrent.ConcurrentHashMap
import org.junit.platform.engine.TestExecutionResult
import org.junit.platform.launcher.TestExecutionListener
import org.junit.platform.launcher.TestIdentifier
import org.junit.platform.launcher.TestPlan

/** Says at the end what was skipped and why: a reason a line, counted as Maven's totals count. */
class SkippedSpecs implements TestExecutionListener {
    private static final String NO_REASON = 'no reason was given'

    private final Map<String, Integer> reasons = new ConcurrentHashMap<>()
    private final PrintStream out
    private TestPlan plan

    SkippedSpecs(PrintStream out = System.out) {
        this.out = out
    }

    @Override
    void testPlanExecutionStarted(TestPlan started) {
        plan = started
    }

    @Override
    void executionSkipped(TestIdentifier test, String reason) {
        count(test, reason)
    }

    @Override
    void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.status == TestExecutionResult.Status.ABORTED) {
            count(test, result.throwable.map { it.message }.orElse(null))
        }
    }

    /** A class is all of its features; a feature's table that was never read is one. Spock says a reason after the annotation's name. */
    private void count(TestIdentifier test, String reason) {
        def lines = (reason ?: NO_REASON).replaceFirst(/^Ignored via @\w+: /, '').readLines()
        reasons.merge(lines.find { !it.blank } ?: NO_REASON, Math.max(1, plan.getChildren(test).count { !(it.uniqueIdObject.lastSegment.type == 'iteration') } as int), Integer.&sum)
    }

    @Override
    void testPlanExecutionFinished(TestPlan plan) {
        if (reasons) {
            out.println "skipped: ${reasons.values().sum()}"
            reasons.sort().each { reason, count -> out.println "  $count: $reason" }
        }
    }
}
