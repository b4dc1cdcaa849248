package org.kvmsh.dsl.plan.step;

import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.debug.DebugStop;
import org.kvmsh.bindings.debug.Delivery;

/** What a board answers when it is asked; whoever has only its capabilities gives these, and the rest follows as far as it can. */
@FunctionalInterface
public interface Probe {
    int SMALLEST_PAGE = 0x1000;

    /** KVM_CHECK_EXTENSION of a capability by its name. */
    int capability(String name);

    /** What a capability is assumed to be, where only a VM can tell; null where {@link #capability} needs none. */
    default Integer assumedCapability(String name) {
        return null;
    }

    /** Bytes of a page of the board's kernel; where nothing tells, those of the smallest page that any has. */
    default int pageSize() {
        return SMALLEST_PAGE;
    }

    /** The release of the board's Linux; null if nothing tells. */
    default String release() {
        return null;
    }

    /** Whether the kernel has an ioctl, which headers and patches don't promise. */
    default boolean hasIoctl(Ioctl ioctl) {
        return true;
    }

    /** Whether KVM_CREATE_VM takes a type, a constant by its name: arch/powerpc/kvm/powerpc.c gives a hashed page table to allocate in hypervisor mode alone. */
    default boolean hasVmType(String constant) {
        return !constant.equals("KVM_VM_PPC_HV") || capability("KVM_CAP_PPC_ALLOC_HTAB") != 0;
    }

    /**
     * Whether KVM_SET_GUEST_DEBUG stops a guest so.
     *
     * @param vmType what KVM_CREATE_VM is given
     */
    default Delivery delivers(DebugStop stop, long vmType) {
        return Delivery.UNKNOWN;
    }

    /** The same for a plan on paper, for which no VM is made. */
    default Probe onPaper() {
        return this;
    }

    /** Asks a board that is open. */
    static Probe of(Board board) {
        return new BoardProbe(board);
    }

    /** Whether a type of device is available, a constant by its name. */
    default boolean hasDevice(String constant) {
        return true;
    }

    /** Whether what only a VM can tell is assumed. */
    default boolean assumes() {
        return false;
    }
}
