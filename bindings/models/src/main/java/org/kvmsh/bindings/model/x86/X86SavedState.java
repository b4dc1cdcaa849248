package org.kvmsh.bindings.model.x86;

import java.util.Arrays;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kernel.Region;

/**
 * The rest of a vCPU's state, which a snapshot saves and restores: MSRs, debug registers, and state that the model's
 * instructions do not change, such as floating point, which is only stored.
 */
final class X86SavedState {
    /** MAX_IO_MSRS of arch/x86/kvm/x86.c. */
    private static final int MOST_MSRS = 256;
    /** Intel SDM volume 1, "XSAVE Area": the control words after FNINIT and reset, and which parts are in it. */
    private static final long FCW = 0x37f;

    private static final int MXCSR_AT = 24;
    private static final long MXCSR = 0x1f80;
    private static final long MXCSR_MASK = 0xffff;
    private static final long X87 = 1;
    private static final long PARTS = 3;
    private static final int HEADER_AT = 512;

    private final Abi abi;
    private final X86ModelMsrs msrs;
    private final X86ControlRegisters control;
    private final byte[] xsave;
    private long xcr0 = X87;
    private int runState;

    X86SavedState(Abi abi, X86ModelMsrs msrs, X86ControlRegisters control) {
        this.abi = abi;
        this.msrs = msrs;
        this.control = control;
        this.xsave = new byte[abi.struct("kvm_xsave").size()];
        putInt(0, FCW);
        putInt(MXCSR_AT, MXCSR);
        putInt(MXCSR_AT + Integer.BYTES, MXCSR_MASK);
        putInt(HEADER_AT, PARTS);
    }

    private void putInt(int at, long value) {
        for (int i = 0; i < Integer.BYTES; i++) {
            xsave[at + i] = (byte) (value >>> i * Byte.SIZE);
        }
    }

    int ioctl(String name, Region argument) {
        return switch (name) {
            case "KVM_GET_MSRS" -> msrs(argument, false);
            case "KVM_SET_MSRS" -> msrs(argument, true);
            case "KVM_GET_DEBUGREGS" -> giveDebug(argument, abi.struct("kvm_debugregs"));
            case "KVM_SET_DEBUGREGS" -> takeDebug(argument, abi.struct("kvm_debugregs"));
            case "KVM_GET_XSAVE" -> {
                argument.write(0, xsave);
                yield 0;
            }
            case "KVM_SET_XSAVE" -> {
                argument.read(0, xsave);
                yield 0;
            }
            case "KVM_GET_XCRS" -> giveXcrs(argument, abi.struct("kvm_xcrs"));
            case "KVM_SET_XCRS" -> takeXcrs(argument, abi.struct("kvm_xcrs"));
            case "KVM_GET_MP_STATE" -> {
                argument.putInt(0, runState);
                yield 0;
            }
            case "KVM_SET_MP_STATE" -> takeRunState(argument.getInt(0));
            case "KVM_GET_VCPU_EVENTS" -> giveEvents(argument, abi.struct("kvm_vcpu_events"));
            case "KVM_SET_VCPU_EVENTS" -> takeEvents(argument, abi.struct("kvm_vcpu_events"));
            default -> Errno.EINVAL.negative();
        };
    }

    /**
     * Reads or writes MSRs and returns how many, up to the first that cannot be read or written: api.rst 4.18, 4.19.
     */
    private int msrs(Region argument, boolean write) {
        Struct head = abi.struct("kvm_msrs");
        Struct entry = abi.struct("kvm_msr_entry");
        long count = argument.get(head.offset("nmsrs"), Integer.BYTES);
        if (count >= MOST_MSRS) {
            return Errno.E2BIG.negative();
        }
        if (argument.size() < head.size() + count * entry.size()) {
            return Errno.EFAULT.negative();
        }
        for (int i = 0; i < count; i++) {
            long at = head.size() + (long) i * entry.size();
            int index = argument.getInt(at + entry.offset("index"));
            if (write ? !msrs.write(index, argument.getLong(at + entry.offset("data")), false) : !msrs.has(index)) {
                return i;
            }
            if (!write) {
                argument.putLong(at + entry.offset("data"), msrs.read(index));
            }
        }
        return (int) count;
    }

    private int giveDebug(Region into, Struct layout) {
        into.write(0, new byte[layout.size()]);
        for (int i = 0; i < control.debugAddresses.length; i++) {
            into.putLong(layout.offset("db[" + i + "]"), control.debugAddresses[i]);
        }
        into.putLong(layout.offset("dr6"), control.dr6);
        into.putLong(layout.offset("dr7"), control.dr7);
        return 0;
    }

    private int takeDebug(Region from, Struct layout) {
        long dr6 = from.getLong(layout.offset("dr6"));
        long dr7 = from.getLong(layout.offset("dr7"));
        if (from.getLong(layout.offset("flags")) != 0 || dr6 >>> Integer.SIZE != 0 || dr7 >>> Integer.SIZE != 0) {
            return Errno.EINVAL.negative();
        }
        for (int i = 0; i < control.debugAddresses.length; i++) {
            control.debugAddresses[i] = from.getLong(layout.offset("db[" + i + "]"));
        }
        control.dr6 = dr6;
        control.dr7 = dr7;
        return 0;
    }

    private int giveXcrs(Region into, Struct layout) {
        into.write(0, new byte[layout.size()]);
        into.putInt(layout.offset("nr_xcrs"), 1);
        into.putLong(layout.offset("xcrs[0].value"), xcr0);
        return 0;
    }

    /** arch/x86/kvm/x86.c, __kvm_set_xcr: the x87 part is always on; the model has SSE besides it. */
    private int takeXcrs(Region from, Struct layout) {
        long count = from.get(layout.offset("nr_xcrs"), Integer.BYTES);
        if (count > layout.field("xcrs").count() || from.getInt(layout.offset("flags")) != 0) {
            return Errno.EINVAL.negative();
        }
        for (int i = 0; i < count; i++) {
            if (from.getInt(layout.offset("xcrs[" + i + "].xcr")) == 0) {
                long value = from.getLong(layout.offset("xcrs[" + i + "].value"));
                if (value != X87 && value != PARTS) {
                    return Errno.EINVAL.negative();
                }
                xcr0 = value;
                return 0;
            }
        }
        return 0;
    }

    /** No event is pending between two instructions of the model: api.rst 4.31. */
    private int giveEvents(Region into, Struct layout) {
        into.write(0, new byte[layout.size()]);
        into.putInt(layout.offset("flags"), (int) known());
        return 0;
    }

    private long known() {
        return abi.constant("KVM_VCPUEVENT_VALID_NMI_PENDING")
                | abi.constant("KVM_VCPUEVENT_VALID_SHADOW")
                | abi.constant("KVM_VCPUEVENT_VALID_SMM");
    }

    private int takeEvents(Region from, Struct layout) {
        byte[] events = from.bytes(0, layout.size());
        long flags = from.get(layout.offset("flags"), Integer.BYTES);
        for (int i = 0; i < Integer.BYTES; i++) {
            events[layout.offset("flags") + i] = 0;
        }
        if ((flags & ~known()) != 0) {
            return Errno.EINVAL.negative();
        }
        if (!Arrays.equals(events, new byte[layout.size()])) {
            throw new NotModelled("KVM_SET_VCPU_EVENTS with an event to deliver to the guest");
        }
        return 0;
    }

    /**
     * Without a local APIC in the kernel a vCPU can only be runnable: arch/x86/kvm/x86.c,
     * kvm_arch_vcpu_ioctl_set_mpstate.
     */
    private int takeRunState(int wanted) {
        if (wanted != abi.constant("KVM_MP_STATE_RUNNABLE")) {
            return Errno.EINVAL.negative();
        }
        runState = wanted;
        return 0;
    }
}
