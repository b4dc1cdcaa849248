package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import org.junit.platform.engine.TestExecutionResult
import org.junit.platform.launcher.LauncherSession
import org.junit.platform.launcher.LauncherSessionListener
import org.junit.platform.launcher.TestExecutionListener
import org.junit.platform.launcher.TestIdentifier
import org.spockframework.runtime.extension.IGlobalExtension
import org.spockframework.runtime.model.FeatureInfo
import org.spockframework.runtime.model.SpecInfo

/**
 * Writes into specs/target/run-whole which features a build ran whole: no row was left out or skipped, none failed. -Drun.whole=FILE leaves out the
 * features of such a file: CI's stage full runs what its stage fresh could not.
 */
class FeaturesRunWhole implements LauncherSessionListener, TestExecutionListener, IGlobalExtension {
    private static final String PROPERTY = 'run.whole.counts'
    private static final Set<String> NOT_WHOLE = ConcurrentHashMap.newKeySet()

    private final Set<String> ended = ConcurrentHashMap.newKeySet()
    private final Set<String> known
    /** The file through which the JVMs of a build share what they ran; null in one that keeps nothing. */
    private final String counts

    /** The one that JUnit creates, and the one that Spock creates. */
    FeaturesRunWhole() {
        this(System.getProperty('run.whole') == null ? [] as Set : Files.readAllLines(Path.of(System.getProperty('run.whole'))) as Set, System.getProperty(PROPERTY))
    }

    FeaturesRunWhole(Set<String> known, String counts) {
        this.known = known
        this.counts = counts
    }

    /** A row of it was left out. */
    static void notWhole(FeatureInfo feature) {
        NOT_WHOLE << name(feature)
    }

    @Override
    void visitSpec(SpecInfo spec) {
        spec.allFeatures.findAll { name(it) in known }*.excluded = true
    }

    @Override
    void launcherSessionOpened(LauncherSession session) {
        session.launcher.registerTestExecutionListeners(this)
    }

    @Override
    void executionSkipped(TestIdentifier test, String reason) {
        NOT_WHOLE << name(test)
    }

    @Override
    void executionFinished(TestIdentifier test, TestExecutionResult result) {
        (result.status == TestExecutionResult.Status.SUCCESSFUL ? ended : NOT_WHOLE) << name(test)
    }

    @Override
    void launcherSessionClosed(LauncherSession session) {
        if (counts != null) {
            def whole = whole(new CountsOfJvms(PROPERTY))
            if (whole) {
                Files.write(Path.of(counts).resolveSibling('run-whole'), whole)
            }
        }
    }

    /** Those of all JVMs, sorted, for the last of them to end. */
    List<String> whole(CountsOfJvms jvms) {
        def features = ended.findAll { it.contains(' ') && !(it in NOT_WHOLE) && !(it.split(' ')[0] in NOT_WHOLE) }
        jvms.sum(features.collectEntries { [it, 1] }).keySet().sort()
    }

    /** The spec's class and the feature's method, by which Spock identifies it: a description may have any text. */
    private static String name(FeatureInfo feature) {
        "$feature.spec.bottomSpec.reflection.name $feature.featureMethod.reflection.name"
    }

    /** Of a spec its class alone, of a row its feature's. */
    private static String name(TestIdentifier test) {
        test.uniqueIdObject.segments.findAll { it.type in ['spec', 'feature'] }*.value.join(' ')
    }
}
