package org.kvmsh.bindings.debug;

import java.util.Collection;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;

/** The breakpoint registers (Arm Architecture Reference Manual, "DBGBCR&lt;n&gt;_EL1"); KVM_CAP_GUEST_DEBUG_HW_BPS is their number. */
final class Arm64Breakpoints implements Breakpoints {
    /** E; PMC, EL1 and EL0; BAS, all four bytes of an instruction. */
    private static final long ENABLED = 1 | 3 << 1 | 0xf << 5;
    /** DBGWCR&lt;n&gt;_EL1: E; PAC, EL1 and EL0; LSC, stores; BAS, all eight bytes. */
    private static final long WRITES = 1 | 3 << 1 | 2 << 3 | 0xff << 5;
    /** BRK #0, little-endian like all instructions, independent of the data's byte order. */
    private static final byte[] BRK = {0x00, 0x00, 0x20, (byte) 0xd4};

    private final int registers;

    Arm64Breakpoints(Abi abi) {
        registers = abi.struct("kvm_guest_debug").field("arch.dbg_bcr").count();
    }

    @Override public int inHardware(int capability) {
        return Math.min(registers, capability);
    }

    @Override public String countedBy() {
        return "KVM_CAP_GUEST_DEBUG_HW_BPS";
    }

    @Override public int watchpoints(int capability) {
        return Math.min(registers, capability);
    }

    @Override public String watchpointsCountedBy() {
        return "KVM_CAP_GUEST_DEBUG_HW_WPS";
    }

    @Override public void watchWrites(Argument debug, long address) {
        debug.set("arch.dbg_wvr[0]", address).set("arch.dbg_wcr[0]", WRITES);
    }

    @Override public String watching() {
        return "KVM_GUESTDBG_USE_HW";
    }

    @Override public byte[] instruction(Vcpu vcpu) {
        return BRK.clone();
    }

    @Override public void watch(Argument debug, Collection<Long> addresses) {
        int i = 0;
        for (long address : addresses) {
            debug.set("arch.dbg_bvr[" + i + "]", address).set("arch.dbg_bcr[" + i + "]", ENABLED);
            i++;
        }
    }
}
