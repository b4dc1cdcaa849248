package org.kvmsh.repl.known;

import java.nio.file.Path;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.repl.cli.Excuse;
import org.kvmsh.repl.cli.NamePattern;

/**
 * A test that is known to fail.
 *
 * @param where the boards on which it fails
 * @param saw a text that the failure must have; null for any failure
 * @param flaky whether it fails only sometimes
 * @param below the directory of the scripts that it is about; null for all scripts
 */
record KnownFailure(NamePattern test, KnownWhere where, String saw, Excuse excuse, boolean flaky, Path below) {
    /** The same for the scripts below a directory alone. */
    KnownFailure below(Path directory) {
        return new KnownFailure(test, where, saw, excuse, flaky, directory);
    }

    boolean isOf(KnownBoard on, KnownScript script, String name) {
        return isOf(script, name) && where.has(on);
    }

    /** Whether it is about that test on boards of other names, with such a kernel and processor. */
    boolean isOfOthers(KnownBoard on, KnownScript script, String name) {
        return isOf(script, name) && !where.isNamed(on) && where.isLike(on);
    }

    private boolean isOf(KnownScript script, String name) {
        return (below == null || below.equals(script.known()))
                && test.matches(name, script.name() + ": " + name, script.below() + ": " + name);
    }

    /** Whether a test failed as this entry says that it does. */
    boolean isAsKnown(TestResult failed) {
        return saw == null
                || failed.why().getMessage().contains(saw)
                || String.join("\n", failed.explanation()).contains(saw);
    }
}
