package org.kvmsh.dsl.plan.step;

import java.util.Map;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.kvm.DebugStop;
import org.kvmsh.bindings.kvm.Delivery;

/**
 * Queries of a board; an implementation with only its capabilities returns these, and the rest is derived as far as
 * possible.
 */
@FunctionalInterface
public interface Probe {
    int SMALLEST_PAGE = 0x1000;

    /** KVM_CHECK_EXTENSION of a capability by its name. */
    int capability(String name);

    /** A capability's assumed value, if only a VM can report it; null if {@link #capability} is certain. */
    default Integer assumedCapability(String name) {
        return null;
    }

    /** Page size of the board's kernel; the smallest one of any kernel if unknown. */
    default int pageSize() {
        return SMALLEST_PAGE;
    }

    /** The release of the board's Linux; null if unknown. */
    default String release() {
        return null;
    }

    /** Whether the kernel has an ioctl, which headers and patches don't promise. */
    default boolean hasIoctl(Ioctl ioctl) {
        return true;
    }

    /**
     * Whether KVM_CREATE_VM accepts a type, by the name of its constant: arch/powerpc/kvm/powerpc.c allocates a hashed
     * page table only in hypervisor mode.
     */
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

    /** The same for a plan without a VM. */
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

    /** Whether a type of device is available that the headers have no constant for. */
    default boolean hasDevice(long type) {
        return true;
    }

    /** A field of the struct that an ioctl fills in on a new VM, or on its first vCPU; null if it is not known. */
    default Long told(String ioctl, String field) {
        return null;
    }

    /** Whether kvmsh answers an ioctl in front of a kernel that does not have it. */
    default boolean isProposed(String ioctl) {
        return false;
    }

    /**
     * The value of 32 bits that an attribute of a new device has; null if it is not known. All three are constants by
     * their names.
     */
    default Long initially(String device, String group, String attribute) {
        return null;
    }

    /**
     * The result of a call on a new VM: 0 or more, or a negated errno; null if it is not known.
     *
     * @param fields of its struct; the others are 0
     */
    default Integer answer(long vmType, String ioctl, Map<String, Long> fields) {
        return null;
    }

    /** Whether what only a VM can report is assumed. */
    default boolean assumes() {
        return false;
    }
}
