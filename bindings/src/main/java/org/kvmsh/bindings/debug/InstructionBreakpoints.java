package org.kvmsh.bindings.debug;

import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.DebugExit;

/**
 * Breakpoints on an architecture without debug registers for user space: each one is an instruction in guest memory.
 */
abstract class InstructionBreakpoints implements Breakpoints {
    @Override
    public final int inHardware(int capability) {
        return 0;
    }

    @Override
    public final String countedBy() {
        return null;
    }

    @Override
    public final int watchpoints(int capability) {
        return 0;
    }

    @Override
    public final String watchpointsCountedBy() {
        return null;
    }

    @Override
    public final String brokenBy(Watchpoint watchpoint) {
        return NO_DEBUG_REGISTERS;
    }

    @Override
    public final List<WatchHit> hits(DebugExit exit, int addresses, List<Watchpoint> data) {
        return List.of();
    }

    @Override
    public final void watch(Argument debug, Collection<Long> addresses, List<Watchpoint> data) {
        throw new IllegalStateException(NO_DEBUG_REGISTERS);
    }
}
