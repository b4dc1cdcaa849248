package org.kvmsh.bindings.model;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.rules.Facts;

/** One software model: its ABI, its capabilities and its VMs. */
public interface ModelBoard {
    Abi abi();

    /** KVM_CHECK_EXTENSION: the capability's value, 0 if it is not supported. */
    int capability(long number);

    /**
     * The input of the rules that represent its kernel: its capabilities, and limits that its kernel does not announce.
     */
    default Facts facts() {
        return new Facts() {
            @Override
            public int capability(String name) {
                return abi().hasConstant(name) ? ModelBoard.this.capability(abi().constant(name)) : 0;
            }

            @Override
            public int pageSize() {
                return ModelBoard.this.pageSize();
            }

            @Override
            public String release() {
                return ModelBoard.this.release();
            }

            @Override
            public Boolean hasDevice(long type) {
                return ModelBoard.this.hasDevice(type);
            }
        };
    }

    /** Whether KVM_CREATE_DEVICE takes a type; null if its VMs decide. */
    default Boolean hasDevice(long type) {
        return null;
    }

    /** KVM_CREATE_VM of a type that breaks no rule; null if the model refuses it with EINVAL. */
    ModelFile createVm(ModelKernel kernel, long type);

    /** An ioctl of /dev/kvm that only some boards have. */
    default int systemIoctl(String name, Region argument) {
        return unknownIoctl(FdKind.SYSTEM);
    }

    /**
     * KVM_GET_VCPU_MMAP_SIZE, bytes: one page of kvm_run, the page for programmed IO behind it and the coalesced MMIO
     * ring, as on x86.
     */
    default int runSize() {
        return 0x3000;
    }

    /** Bytes of a page of its memory. */
    default int pageSize() {
        return 0x1000;
    }

    /** The release of Linux whose rules it has; null if it has those of several. */
    default String release() {
        return null;
    }

    /** The size of huge pages for its memory; 0 if it has none. */
    default long hugePage() {
        return 0;
    }

    /** The negated errno for a number that this board does not know on a kind of file: the architectures differ. */
    int unknownIoctl(FdKind kind);
}
