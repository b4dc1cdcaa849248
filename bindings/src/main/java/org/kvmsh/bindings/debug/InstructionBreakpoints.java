package org.kvmsh.bindings.debug;

import java.util.Collection;
import org.kvmsh.bindings.kvm.Argument;

/** Breakpoints on an architecture without debug registers for user space: each one is an instruction in guest memory. */
abstract class InstructionBreakpoints implements Breakpoints {
    private static final String NONE = "KVM does not expose this architecture's debug registers to user space";

    @Override public final int inHardware(int capability) {
        return 0;
    }

    @Override public final String countedBy() {
        return null;
    }

    @Override public final int watchpoints(int capability) {
        return 0;
    }

    @Override public final String watchpointsCountedBy() {
        return null;
    }

    @Override public final void watchWrites(Argument debug, long address) {
        throw new IllegalStateException(NONE);
    }

    @Override public final void watch(Argument debug, Collection<Long> addresses) {
        throw new IllegalStateException(NONE);
    }
}
