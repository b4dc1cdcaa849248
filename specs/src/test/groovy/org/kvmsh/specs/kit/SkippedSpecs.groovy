package org.kvmsh.specs.kit

import java.nio.channels.FileChannel
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import org.junit.platform.engine.TestExecutionResult
import org.junit.platform.launcher.LauncherSession
import org.junit.platform.launcher.LauncherSessionListener
import org.junit.platform.launcher.TestExecutionListener
import org.junit.platform.launcher.TestIdentifier
import org.junit.platform.launcher.TestPlan

import static java.nio.file.StandardOpenOption.CREATE
import static java.nio.file.StandardOpenOption.READ
import static java.nio.file.StandardOpenOption.WRITE

/**
 * Prints at the end what was skipped and why: one reason per line, counted as Maven's totals count. Where several JVMs share the specs, each
 * appends what it counted to one file when its session ends, and the last of them prints the sum. One that crashed does not: Maven fails the build.
 */
class SkippedSpecs implements LauncherSessionListener, TestExecutionListener {
    private static final String NO_REASON = 'no reason was given'
    /** A reason is one line, so this is not a reason. */
    private static final String END = '\t'

    private final Map<String, Integer> reasons = new ConcurrentHashMap<>()
    private final PrintStream out
    private final int jvms
    private final Path shared
    private TestPlan plan

    /** The one that JUnit creates: the build sets the number of JVMs, and their file. */
    SkippedSpecs() {
        this(System.out, Integer.getInteger('forks', 1), System.getProperty('skipped') == null ? null : Path.of(System.getProperty('skipped')))
    }

    SkippedSpecs(PrintStream out, int jvms, Path shared) {
        this.out = out
        this.jvms = jvms
        this.shared = shared
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
        def all = jvms == 1 || shared == null ? reasons : ofAllJvms()
        if (all) {
            out.println "skipped: ${all.values().sum()}"
            all.sort().each { reason, count -> out.println "  $count: $reason" }
        }
    }

    /** Empty for each JVM but the last one. */
    private Map<String, Integer> ofAllJvms() {
        FileChannel.open(shared, CREATE, READ, WRITE).withCloseable { channel ->
            channel.lock()
            def before = Files.readString(shared)
            def text = before + reasons.collect { reason, count -> "$count $reason\n" }.join('') + "$END\n"
            channel.position(0).write(StandardCharsets.UTF_8.encode(text))
            if (text.count(END) < jvms) {
                return [:]
            }
            Files.delete(shared)
            text.readLines().findAll { it != END }*.split(' ', 2).groupBy { it[1] }.collectEntries { reason, counts -> [reason, counts.sum { it[0] as int }] }
        }
    }
}
