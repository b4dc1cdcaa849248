package org.kvmsh.bindings.debug;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Vcpu;

/** The debug registers DR0 to DR3 with DR7 (Intel SDM volume 3, "Debug Registers"). */
final class X86Breakpoints implements Breakpoints {
    private static final int REGISTERS = 4;
    /** The vector of the exception whose exit has DR6. */
    private static final int DEBUG = 1;

    /** The vector of int3's exception. */
    private static final int BREAKPOINT = 3;

    private static final byte INT3 = (byte) 0xcc;

    private static final String CONTROL = "arch.debugreg[7]";
    /**
     * Bit 10 of DR7 is always one; a breakpoint's global enable is the second of its two bits, and type 0 is an
     * instruction's.
     */
    private static final long ALWAYS_ONE = 1 << 10;

    private static final long GLOBAL = 1 << 1;
    private static final int ENABLE_BITS = 2;
    /** R/W0: a watchpoint's kind of access; LEN0 above it its size. Four bits are a register's. */
    private static final int KINDS = 16;

    private static final int KIND_BITS = 4;
    private static final int SIZE = 2;
    private static final long WRITES = 1;
    private static final long READS_AND_WRITES = 3;
    /** SDM volume 3, "Debug Registers", LENn: 1, 2, 8 and 4 bytes. */
    private static final List<Long> SIZES = List.of(1L, 2L, 8L, 4L);

    private static final String RULE = " (Intel SDM volume 3, \"Debug Registers\")";

    @Override
    public int inHardware(int capability) {
        return REGISTERS;
    }

    @Override
    public String countedBy() {
        return null;
    }

    @Override
    public int watchpoints(int capability) {
        return REGISTERS;
    }

    @Override
    public String watchpointsCountedBy() {
        return null;
    }

    @Override
    public boolean sharesRegisters() {
        return true;
    }

    @Override
    public String brokenBy(Watchpoint watchpoint) {
        if (!SIZES.contains(watchpoint.size())) {
            return "an x86 watchpoint covers 1, 2, 4 or 8 bytes, not " + watchpoint.size() + RULE;
        } else if ((watchpoint.address() & watchpoint.size() - 1) != 0) {
            return "an x86 watchpoint of " + watchpoint.size() + " bytes must be aligned to " + watchpoint.size()
                    + " bytes" + RULE;
        }
        return watchpoint.access() == WatchedAccess.READ
                ? "an x86 watchpoint catches writes, or reads and writes (access: 'access'), but not reads alone" + RULE
                : null;
    }

    /** DR6 has a bit for each register; one of a register that is not enabled says nothing. */
    @Override
    public List<WatchHit> hits(DebugExit exit, int addresses, List<Watchpoint> data) {
        if (((Number) exit.get("arch.exception")).intValue() != DEBUG) {
            return List.of();
        }
        long status = ((Number) exit.get("arch.dr6")).longValue();
        List<WatchHit> hits = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            if ((status >>> addresses + i & 1) != 0) {
                hits.add(new WatchHit(
                        data.get(i), data.get(i).access(), data.get(i).address()));
            }
        }
        return hits;
    }

    /** int3. */
    @Override
    public byte[] instruction(Vcpu vcpu) {
        return new byte[] {INT3};
    }

    @Override
    public boolean isInstruction(DebugExit exit) {
        return ((Number) exit.get("arch.exception")).intValue() == BREAKPOINT;
    }

    @Override
    public boolean isInstruction(byte... code) {
        return code[0] == INT3;
    }

    /** KVM queues the exception. */
    @Override
    public boolean deliver(Vcpu vcpu, DebugExit exit) {
        Abi abi = vcpu.kernel().abi();
        try (Argument debug = Argument.of(vcpu.kernel(), "kvm_guest_debug")) {
            debug.set("control", abi.constant("KVM_GUESTDBG_ENABLE") | abi.constant("KVM_GUESTDBG_INJECT_BP"));
            vcpu.ioctl("KVM_SET_GUEST_DEBUG", debug).get();
        }
        return true;
    }

    @Override
    public String holdingInterrupts() {
        return "KVM_GUESTDBG_BLOCKIRQ";
    }

    @Override
    public void watch(Argument debug, Collection<Long> addresses, List<Watchpoint> data) {
        long control = ALWAYS_ONE;
        int i = 0;
        for (long address : addresses) {
            debug.set("arch.debugreg[" + i + "]", address);
            control |= GLOBAL << ENABLE_BITS * i;
            i++;
        }
        for (Watchpoint each : data) {
            debug.set("arch.debugreg[" + i + "]", each.address());
            long kind = each.access() == WatchedAccess.WRITE ? WRITES : READS_AND_WRITES;
            control |= GLOBAL << ENABLE_BITS * i
                    | (kind | (long) SIZES.indexOf(each.size()) << SIZE) << KINDS + KIND_BITS * i;
            i++;
        }
        debug.set(CONTROL, control);
    }
}
