package org.kvmsh.specs.kit

import java.util.concurrent.ConcurrentHashMap
import org.junit.platform.engine.TestExecutionResult
import org.junit.platform.launcher.LauncherSession
import org.junit.platform.launcher.LauncherSessionListener
import org.junit.platform.launcher.TestExecutionListener
import org.junit.platform.launcher.TestIdentifier
import org.junit.platform.launcher.TestPlan

/**
 * Prints at the end what was skipped and why: one reason per line, counted as Maven's totals count. Where several JVMs share the specs,
 * the last of them prints the sum. If one crashed, nothing is printed: Maven fails the build.
 */
class SkippedSpecs implements LauncherSessionListener, TestExecutionListener {
    private static final String NO_REASON = 'no reason was given'

    private final Map<String, Integer> reasons = new ConcurrentHashMap<>()
    private final PrintStream out
    private final CountsOfJvms jvms
    private TestPlan plan

    /** The one that JUnit creates. */
    SkippedSpecs() {
        this(System.out, new CountsOfJvms('skipped'))
    }

    SkippedSpecs(PrintStream out, CountsOfJvms jvms) {
        this.out = out
        this.jvms = jvms
    }

    @Override
    void launcherSessionOpened(LauncherSession session) {
        session.launcher.registerTestExecutionListeners(this)
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

    /** A class is all of its features; a feature whose table was never read counts as one. Spock puts a reason after the annotation's name. */
    private void count(TestIdentifier test, String reason) {
        def lines = (reason ?: NO_REASON).replaceFirst(/^Ignored via @\w+: /, '').readLines()
        reasons.merge(lines.find { !it.blank } ?: NO_REASON, Math.max(1, plan.getChildren(test).count { !(it.uniqueIdObject.lastSegment.type == 'iteration') } as int), Integer.&sum)
    }

    @Override
    void launcherSessionClosed(LauncherSession session) {
        // Maven's own JVM may open a session too, in which nothing runs.
        def all = jvms.sum(reasons)
        if (all) {
            out.println "skipped: ${all.values().sum()}"
            all.sort().each { reason, count -> out.println "  $count: $reason" }
        }
    }
}
