package org.kvmsh.repl.known;

import org.kvmsh.repl.cli.Excuse;
import org.kvmsh.repl.cli.NamePattern;

/**
 * A test that is known to fail.
 *
 * @param kernels null for all
 * @param flaky whether it fails only sometimes
 */
record KnownFailure(NamePattern test, NamePattern board, KernelRange kernels, Excuse excuse, boolean flaky) {
    boolean isOf(KnownBoard on, String script, String name) {
        return test.matches(name, script + ": " + name)
                && board.matches(on.names().toArray(String[]::new))
                && (kernels == null || kernels.has(on.release()));
    }
}
