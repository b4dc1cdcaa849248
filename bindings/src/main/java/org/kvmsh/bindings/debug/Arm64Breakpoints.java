package org.kvmsh.bindings.debug;

import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * The breakpoint registers (Arm Architecture Reference Manual, "DBGBCR&lt;n&gt;_EL1"); KVM_CAP_GUEST_DEBUG_HW_BPS is
 * their number.
 */
final class Arm64Breakpoints implements Breakpoints {
    /** E; PMC, EL1 and EL0; BAS, all four bytes of an instruction. */
    private static final long ENABLED = 1 | 3 << 1 | 0xf << 5;
    /**
     * DBGWCR&lt;n&gt;_EL1: E; PAC, EL1 and EL0; LSC, 1 loads, 2 stores; BAS, the bytes of eight; MASK, the address bits
     * that are not compared.
     */
    private static final long WATCHED = 1 | 3 << 1;

    private static final int LSC = 3;
    private static final int BAS = 5;
    private static final int MASK = 24;
    private static final int WORD = 8;
    private static final long MOST = 1L << 31;
    /** ESR_ELx: EC of a watchpoint, from a lower level and from the same; WnR. */
    private static final int CLASS = 26;

    private static final long WATCHPOINT = 0x34;
    private static final long SAME_LEVEL = 0x35;
    /** EC of BRK, and of AArch32's BKPT. */
    private static final long BREAKPOINT = 0x3c;

    private static final long AARCH32_BREAKPOINT = 0x38;

    private static final long WRITES = 1 << 6;
    /** BRK #0, little-endian like all instructions, independent of the data's byte order. */
    private static final byte[] BRK = {0x00, 0x00, 0x20, (byte) 0xd4};

    /** The highest bytes of BKPT (Arm ARM DDI 0487, "BKPT"). */
    private static final byte BKPT = (byte) 0xe1;

    private static final byte THUMB_BKPT = (byte) 0xbe;

    private final int registers;

    Arm64Breakpoints(Abi abi) {
        registers = abi.struct("kvm_guest_debug").field("arch.dbg_bcr").count();
    }

    @Override
    public int inHardware(int capability) {
        return Math.min(registers, capability);
    }

    @Override
    public String countedBy() {
        return "KVM_CAP_GUEST_DEBUG_HW_BPS";
    }

    @Override
    public int watchpoints(int capability) {
        return Math.min(registers, capability);
    }

    @Override
    public String watchpointsCountedBy() {
        return "KVM_CAP_GUEST_DEBUG_HW_WPS";
    }

    @Override
    public String brokenBy(Watchpoint watchpoint) {
        long size = watchpoint.size();
        boolean inWord = size >= 1 && (watchpoint.address() & WORD - 1) + size <= WORD;
        boolean isPower =
                size >= WORD && size <= MOST && Long.bitCount(size) == 1 && (watchpoint.address() & size - 1) == 0;
        return inWord || isPower
                ? null
                : "an arm64 watchpoint covers 1 to 8 bytes inside one aligned doubleword, or a power of two up to"
                        + " 2 GiB, aligned to its size (Arm ARM DDI 0487, \"DBGWCR<n>_EL1\", BAS and MASK)";
    }

    @Override
    public boolean stopsBeforeAccess() {
        return true;
    }

    /**
     * FAR is an address of the access, which may begin before the watched bytes (Arm ARM DDI 0487, D2.10, "Watchpoint
     * exceptions").
     */
    @Override
    public List<WatchHit> hits(DebugExit exit, int addresses, List<Watchpoint> data) {
        long syndrome = syndrome(exit);
        if (syndrome >>> CLASS != WATCHPOINT && syndrome >>> CLASS != SAME_LEVEL) {
            return List.of();
        }
        long far = ((Number) exit.get("arch.far")).longValue();
        WatchedAccess access = (syndrome & WRITES) != 0 ? WatchedAccess.WRITE : WatchedAccess.READ;
        long nearest = data.stream()
                .filter(each -> is(each, access))
                .mapToLong(each -> each.distance(far))
                .min()
                .orElse(0);
        return data.stream()
                .filter(each -> is(each, access) && each.distance(far) == nearest)
                .map(each -> new WatchHit(each, access, far))
                .toList();
    }

    private static boolean is(Watchpoint watchpoint, WatchedAccess access) {
        return watchpoint.access() == WatchedAccess.ACCESS || watchpoint.access() == access;
    }

    @Override
    public String watching() {
        return "KVM_GUESTDBG_USE_HW";
    }

    @Override
    public byte[] instruction(Vcpu vcpu) {
        return BRK.clone();
    }

    @Override
    public boolean isInstruction(DebugExit exit) {
        long kind = syndrome(exit) >>> CLASS;
        return kind == BREAKPOINT || kind == AARCH32_BREAKPOINT;
    }

    private static long syndrome(DebugExit exit) {
        return ((Number) exit.get("arch.hsr")).longValue() & 0xffffffffL;
    }

    /** BRK or BKPT with any number; an exit tells which of them the vCPU's mode has. */
    @Override
    public boolean isInstruction(byte... code) {
        boolean isShort = code.length >= Short.BYTES && code[1] == THUMB_BKPT;
        return isShort || code.length == BRK.length && (isBrk(code) || isBkpt(code));
    }

    private static boolean isBrk(byte... code) {
        return (code[0] & 0x1f) == 0 && (code[2] & 0xe0) == BRK[2] && code[3] == BRK[3];
    }

    private static boolean isBkpt(byte... code) {
        return (code[0] & 0xf0) == 0x70 && (code[2] & 0xf0) == 0x20 && code[3] == BKPT;
    }

    @Override
    public boolean deliver(Vcpu vcpu, DebugExit exit) {
        return Arm64Exception.take(vcpu, syndrome(exit));
    }

    @Override
    public void watch(Argument debug, Collection<Long> addresses, List<Watchpoint> data) {
        int i = 0;
        for (long address : addresses) {
            debug.set("arch.dbg_bvr[" + i + "]", address).set("arch.dbg_bcr[" + i + "]", ENABLED);
            i++;
        }
        for (int n = 0; n < data.size(); n++) {
            debug.set("arch.dbg_wvr[" + n + "]", data.get(n).address() & -WORD)
                    .set("arch.dbg_wcr[" + n + "]", control(data.get(n)));
        }
    }

    private static long control(Watchpoint watchpoint) {
        long kind = switch (watchpoint.access()) {
            case READ -> 1;
            case WRITE -> 2;
            case ACCESS -> 3;
        };
        boolean masks = watchpoint.size() > WORD;
        long bytes = masks ? 0xff : (1L << watchpoint.size()) - 1 << (watchpoint.address() & WORD - 1);
        return WATCHED
                | kind << LSC
                | bytes << BAS
                | (masks ? (long) Long.numberOfTrailingZeros(watchpoint.size()) << MASK : 0);
    }
}
