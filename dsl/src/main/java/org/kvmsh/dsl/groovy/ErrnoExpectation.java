package org.kvmsh.dsl.groovy;

import groovy.lang.Closure;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** {@code expect(errno: ENODEV) { }}: the last line of the block is a call that the kernel refuses, with that errno. */
final class ErrnoExpectation {
    private static final String EXAMPLE = "expect(errno: ENODEV) { m.ioctl KVM_CREATE_IRQCHIP }";

    private ErrnoExpectation() { }

    /** @param taken told where the kernel took all calls */
    static void check(Map<String, ?> named, Closure<?> block, Runnable taken) {
        Site site = Cursor.here();
        int wanted = number(new NamedArguments("expect", List.of("errno"), EXAMPLE, named, site).get("errno"), site);
        Cursor.enterExpectation();
        Object value;
        try {
            value = block.call();
        } catch (ScriptInterrupted e) {
            throw e;
        } catch (RuntimeException e) {
            check(wanted, e);
            return;
        }
        taken.run();
        throw new ScriptError(Cursor.here(), Errno.name(wanted) + " was expected, and the kernel took the call"
                + (value instanceof Number ? ": it answered " + value : ""));
    }

    private static void check(int wanted, RuntimeException thrown) {
        KvmException refused = refusal(thrown);
        if (refused == null) {
            throw thrown;
        }
        if (!Cursor.isAtLastOfExpectation()) {
            throw new ScriptError(Cursor.here(), Errno.name(wanted) + " was expected of the block's last line, and an earlier one failed: "
                    + refused.getMessage(), thrown);
        }
        if (refused.errno() != wanted) {
            throw new ScriptError(Cursor.here(), Errno.name(wanted) + " was expected, and " + Errno.name(refused.errno()) + " came: "
                    + refused.getMessage(), thrown);
        }
    }

    /** What the kernel said; null where it was not asked, or agreed. */
    private static KvmException refusal(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof KvmException refused) {
                return refused;
            }
        }
        return null;
    }

    private static int number(Object errno, Site site) {
        if (errno instanceof Errno known) {
            return known.number();
        }
        if (errno == null) {
            throw new ScriptError(site, "expect needs errno: beside its block, or the block alone", "try: " + EXAMPLE);
        }
        return (int) Bits64.of(errno, "errno:", 1, Short.MAX_VALUE, site);
    }
}
