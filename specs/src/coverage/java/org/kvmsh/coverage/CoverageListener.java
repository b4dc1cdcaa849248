package org.kvmsh.coverage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Writes specs/target/coverage.md when all specs have run. */
public final class CoverageListener implements TestExecutionListener {
    @Override public void testPlanExecutionStarted(TestPlan plan) {
        try {
            Watching.begin(ByteBuddyAgent.getInstrumentation());
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public void executionStarted(TestIdentifier test) {
        test.getSource().ifPresent(source -> {
            String type = source instanceof MethodSource method ? method.getClassName() : source instanceof ClassSource of ? of.getClassName() : null;
            if (type != null) {
                Seen.spec(type.substring(type.lastIndexOf('.') + 1));
            }
        });
    }

    @Override public void testPlanExecutionFinished(TestPlan plan) {
        try {
            Seen.write(Path.of(System.getProperty("seen")), Path.of(System.getProperty("kvmsh.root"), "specs/target/coverage.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
