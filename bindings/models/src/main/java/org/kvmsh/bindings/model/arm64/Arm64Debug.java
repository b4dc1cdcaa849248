package org.kvmsh.bindings.model.arm64;

import java.util.Arrays;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kernel.Region;

/** KVM_SET_GUEST_DEBUG: a vCPU that stops after each instruction, at addresses, and at BRK. Source: arch/arm64/kvm/debug.c and handle_exit.c, kvm_handle_guest_debug. */
final class Arm64Debug {
    /**
     * Arm ARM DDI 0487, D19.2, "ESR_ELx": a breakpoint, a software step from a lower level, both with IL.
     * ISV if the processor made the step; not if KVM or an exception did.
     */
    static final long BREAKPOINT = 0x30L << 26 | 1 << 25 | 0x22;
    static final long STEP = 0x32L << 26 | 1 << 25 | 0x22;
    static final long STEPPED = STEP | 1 << 24;
    private static final long ENABLED = 1;

    private final Abi abi;
    private final Struct layout;
    private boolean isOn;
    private boolean steps;
    private long[] addresses = {};

    Arm64Debug(Abi abi) {
        this.abi = abi;
        this.layout = abi.struct("kvm_guest_debug");
    }

    static long valid(Abi abi) {
        return abi.constant("KVM_GUESTDBG_ENABLE") | abi.constant("KVM_GUESTDBG_SINGLESTEP") | abi.constant("KVM_GUESTDBG_USE_SW_BP") | abi.constant("KVM_GUESTDBG_USE_HW");
    }

    int set(Region argument) {
        long control = Integer.toUnsignedLong(argument.getInt(layout.offset("control")));
        if ((control & ~valid(abi)) != 0) {
            return Errno.EINVAL.negative();
        }
        isOn = has(control, "KVM_GUESTDBG_ENABLE");
        steps = isOn && has(control, "KVM_GUESTDBG_SINGLESTEP");
        addresses = isOn && has(control, "KVM_GUESTDBG_USE_HW") ? watched(argument) : new long[0];
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
            if ((argument.getLong(layout.offset("arch.dbg_wcr[" + i + "]")) & ENABLED) != 0) {
                throw new NotModelled("the model has no watchpoints");
            }
            if ((argument.getLong(layout.offset("arch.dbg_bcr[" + i + "]")) & ENABLED) != 0) {
                found[used++] = argument.getLong(layout.offset("arch.dbg_bvr[" + i + "]"));
            }
        }
        return Arrays.copyOf(found, used);
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
