package org.kvmsh.bindings.model;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Region;

/** What one board in software is: its ABI, its capabilities and its VMs. */
public interface ModelBoard {
    Abi abi();

    /** KVM_CHECK_EXTENSION: the capability's value, 0 where it is not there. */
    int capability(long number);

    /** KVM_CREATE_VM; null where the type is refused with EINVAL. */
    ModelFile createVm(ModelKernel kernel, long type);

    /** An ioctl of /dev/kvm that only some boards have. */
    default int systemIoctl(String name, Region argument) {
        return unknownIoctl(FdKind.SYSTEM);
    }

    /** KVM_GET_VCPU_MMAP_SIZE, bytes: one page of kvm_run, the page for programmed IO behind it and the coalesced MMIO ring, as on x86. */
    default int runSize() {
        return 0x3000;
    }

    /** Bytes of a page of its memory. */
    default int pageSize() {
        return 0x1000;
    }

    /** The release of Linux whose rules it has; null where it has those of several. */
    default String release() {
        return null;
    }

    /** Bytes of the huge pages that its memory can be in; 0 where it has none. */
    default long hugePage() {
        return 0;
    }

    /** The negated errno for a number that this board does not know on a kind of file: the architectures differ. */
    int unknownIoctl(FdKind kind);
}
