package org.kvmsh.repl.known;

import java.time.LocalDate;
import org.kvmsh.repl.cli.NamePattern;

/**
 * A test that is known to fail.
 *
 * @param place file:line:column
 * @param kernels null for all
 * @param link null for none
 * @param expires the last day on which it counts; null for no last day
 * @param flaky whether it fails only sometimes
 */
record KnownFailure(
        String place,
        NamePattern test,
        NamePattern board,
        KernelRange kernels,
        String reason,
        String link,
        LocalDate expires,
        boolean flaky) {
    boolean isOf(KnownBoard on, String script, String name) {
        return test.matches(name, script + ": " + name)
                && board.matches(on.names().toArray(String[]::new))
                && (kernels == null || kernels.has(on.release()));
    }

    boolean isExpired() {
        return expires != null && LocalDate.now().isAfter(expires);
    }

    /** Why it fails, and where that is known from. */
    String why() {
        return reason + (link == null ? "" : ", " + link) + " (" + place + ")";
    }
}
