package org.kvmsh.repl.known;

import java.nio.file.Path;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.repl.cli.Excuse;
import org.kvmsh.repl.cli.NamePattern;

/**
 * A test that is known to fail.
 *
 * @param kernels null for all
 * @param module a module that the board's kernel must have loaded; null for any kernel
 * @param vendor a vendor_id that the board's processor must have; null for any processor
 * @param saw a text that the failure must have; null for any failure
 * @param flaky whether it fails only sometimes
 * @param below the directory of the scripts that it is about; null for all scripts
 */
record KnownFailure(
        NamePattern test,
        NamePattern board,
        KernelRange kernels,
        String module,
        String vendor,
        String saw,
        Excuse excuse,
        boolean flaky,
        Path below) {
    /** The same for the scripts below a directory alone. */
    KnownFailure below(Path directory) {
        return new KnownFailure(test, board, kernels, module, vendor, saw, excuse, flaky, directory);
    }

    boolean isOf(KnownBoard on, KnownScript script, String name) {
        return (below == null || below.equals(script.known()))
                && test.matches(name, script.name() + ": " + name, script.below() + ": " + name)
                && board.matches(on.names().toArray(String[]::new))
                && (kernels == null || kernels.has(on.release()))
                && (module == null || on.hasModule(module))
                && (vendor == null || on.isBy(vendor));
    }

    /** Whether a test failed as this entry says that it does. */
    boolean isAsKnown(TestResult failed) {
        return saw == null
                || failed.why().getMessage().contains(saw)
                || String.join("\n", failed.explanation()).contains(saw);
    }
}
