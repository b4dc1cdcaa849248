package org.kvmsh.bindings.kvm.rules;

import org.kvmsh.bindings.kvm.state.VmState;

/** The size of the guest physical address space of an arm64 VM: api.rst 4.2. */
public final class Arm64Addresses {
    private static final int DEFAULT_BITS = 40;
    private static final long TYPE_BITS = 0xff;

    private Arm64Addresses() {}

    /** The number of bits of a VM's guest physical addresses. */
    public static int bits(VmState vm) {
        return bits(vm.type());
    }

    /**
     * The number of bits of the guest physical addresses of VMs of a type.
     *
     * @param type that KVM_CREATE_VM was called with
     */
    public static int bits(long type) {
        return type == 0 ? DEFAULT_BITS : (int) (type & TYPE_BITS);
    }

    /** Whether a range is not wholly below the end of them. */
    static boolean isBeyond(VmState vm, long start, long size) {
        long end = 1L << bits(vm);
        return Long.compareUnsigned(start, end) >= 0 || Long.compareUnsigned(start + size, end) > 0;
    }
}
