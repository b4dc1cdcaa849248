package org.kvmsh.bindings.debug;

import java.util.Collection;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;

/** The debug registers DR0 to DR3 with DR7 (Intel SDM volume 3, "Debug Registers"). */
final class X86Breakpoints implements Breakpoints {
    private static final int REGISTERS = 4;
    private static final String CONTROL = "arch.debugreg[7]";
    /** Bit 10 of DR7 is always one; a breakpoint's global enable is the second of its two bits, and type 0 is an instruction's. */
    private static final long ALWAYS_ONE = 1 << 10;
    private static final long GLOBAL = 1 << 1;
    private static final int ENABLE_BITS = 2;
    /** R/W0: writes; LEN0 is 0, one byte. */
    private static final long WRITES = 1 << 16;

    @Override public int inHardware(int capability) {
        return REGISTERS;
    }

    @Override public String countedBy() {
        return null;
    }

    @Override public int watchpoints(int capability) {
        return REGISTERS;
    }

    @Override public String watchpointsCountedBy() {
        return null;
    }

    @Override public void watchWrites(Argument debug, long address) {
        debug.set("arch.debugreg[0]", address).set(CONTROL, ALWAYS_ONE | GLOBAL | WRITES);
    }

    /** int3. */
    @Override public byte[] instruction(Vcpu vcpu) {
        return new byte[] {(byte) 0xcc};
    }

    @Override public void watch(Argument debug, Collection<Long> addresses) {
        long control = ALWAYS_ONE;
        int i = 0;
        for (long address : addresses) {
            debug.set("arch.debugreg[" + i + "]", address);
            control |= GLOBAL << ENABLE_BITS * i;
            i++;
        }
        debug.set(CONTROL, control);
    }
}
