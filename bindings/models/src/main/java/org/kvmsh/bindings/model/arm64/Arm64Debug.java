package org.kvmsh.bindings.model.arm64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;

/**
 * KVM_SET_GUEST_DEBUG: a vCPU that stops after each instruction, at addresses, before accesses to data, and at BRK.
 * Source: arch/arm64/kvm/debug.c and handle_exit.c, kvm_handle_guest_debug.
 */
final class Arm64Debug {
    /**
     * Arm ARM DDI 0487, D19.2, "ESR_ELx": a breakpoint, a software step from a lower level, both with IL. ISV if the
     * processor made the step; not if KVM or an exception did.
     */
    static final long BREAKPOINT = 0x30L << 26 | 1 << 25 | 0x22;

    static final long STEP = 0x32L << 26 | 1 << 25 | 0x22;
    static final long STEPPED = STEP | 1 << 24;
    /** A watchpoint, from a lower level; bit 6, WnR, of a store. */
    private static final long WATCHPOINT = 0x34L << 26 | 1 << 25 | 0x22;

    private static final int WRITES = 6;
    private static final long ENABLED = 1;
    /**
     * DBGWCR&lt;n&gt;_EL1: LSC, 1 loads, 2 stores; BAS, the bytes of eight; MASK, the address bits that are not
     * compared.
     */
    private static final int LOADS = 3;

    private static final int STORES = 4;
    private static final int BYTES = 5;
    private static final int MASK = 24;
    private static final int MASK_BITS = 0x1f;

    private final Abi abi;
    private final Struct layout;
    private boolean isOn;
    private boolean steps;
    private long[] addresses = {};
    private List<Watched> data = List.of();

    /** The bytes of a watchpoint, which are without a gap (D2.10, "Watchpoint exceptions"). */
    private record Watched(long start, long length, boolean loads, boolean stores) {
        boolean isAt(long address, int bytes, boolean store) {
            return (store ? stores : loads) && address < start + length && start < address + bytes;
        }
    }

    Arm64Debug(Abi abi) {
        this.abi = abi;
        this.layout = abi.struct("kvm_guest_debug");
    }

    static long valid(Abi abi) {
        return abi.constant("KVM_GUESTDBG_ENABLE")
                | abi.constant("KVM_GUESTDBG_SINGLESTEP")
                | abi.constant("KVM_GUESTDBG_USE_SW_BP")
                | abi.constant("KVM_GUESTDBG_USE_HW");
    }

    int set(Region argument) {
        long control = Integer.toUnsignedLong(argument.getInt(layout.offset("control")));
        if ((control & ~valid(abi)) != 0) {
            return Errno.EINVAL.negative();
        }
        isOn = has(control, "KVM_GUESTDBG_ENABLE");
        steps = isOn && has(control, "KVM_GUESTDBG_SINGLESTEP");
        addresses = isOn && has(control, "KVM_GUESTDBG_USE_HW") ? watched(argument) : new long[0];
        data = isOn && has(control, "KVM_GUESTDBG_USE_HW") ? data(argument) : List.of();
        return 0;
    }

    private boolean has(long control, String flag) {
        return (control & abi.constant(flag)) != 0;
    }

    private long[] watched(Region argument) {
        int count = layout.field("arch.dbg_bcr").count();
        long[] found = new long[count];
        int used = 0;
        for (int i = 0; i < count; i++) {
            if ((argument.getLong(layout.offset("arch.dbg_bcr[" + i + "]")) & ENABLED) != 0) {
                found[used++] = argument.getLong(layout.offset("arch.dbg_bvr[" + i + "]"));
            }
        }
        return Arrays.copyOf(found, used);
    }

    private List<Watched> data(Region argument) {
        List<Watched> found = new ArrayList<>();
        for (int i = 0; i < layout.field("arch.dbg_wcr").count(); i++) {
            long control = argument.getLong(layout.offset("arch.dbg_wcr[" + i + "]"));
            long value = argument.getLong(layout.offset("arch.dbg_wvr[" + i + "]"));
            long masked = 1L << (control >>> MASK & MASK_BITS);
            int bytes = (int) (control >>> BYTES) & 0xff;
            int first = Integer.numberOfTrailingZeros(bytes);
            boolean isWord = masked == 1;
            if ((control & ENABLED) != 0 && bytes != 0) {
                found.add(new Watched(
                        (value & -masked) + (isWord ? first : 0),
                        isWord ? Integer.numberOfTrailingZeros(~(bytes >> first)) : masked,
                        (control >>> LOADS & 1) != 0,
                        (control >>> STORES & 1) != 0));
            }
        }
        return found;
    }

    /**
     * The first watched byte of an access as FAR has it on QEMU (accel/tcg, cpu_check_watchpoint); -1 if nothing
     * watches for it.
     */
    long watches(long address, int bytes, boolean store) {
        for (Watched each : data) {
            if (each.isAt(address, bytes, store)) {
                return Math.max(address, each.start);
            }
        }
        return -1;
    }

    static long watchpoint(boolean store) {
        return WATCHPOINT | (store ? 1L << WRITES : 0);
    }

    boolean isOn() {
        return isOn;
    }

    boolean steps() {
        return steps;
    }

    boolean stopsAt(long pc) {
        for (long address : addresses) {
            if (address == pc) {
                return true;
            }
        }
        return false;
    }
}
