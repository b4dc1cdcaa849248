package org.kvmsh.bindings.model;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.rules.Facts;

/** What one software model is: its ABI, its capabilities and its VMs. */
public interface ModelBoard {
    Abi abi();

    /** KVM_CHECK_EXTENSION: the capability's value, 0 if it is not there. */
    int capability(long number);

    /** What the rules that stand for its kernel ask of it: its capabilities, and what its kernel fixes without announcing it. */
    default Facts facts() {
        return new Facts() {
            @Override public int capability(String name) {
                return abi().hasConstant(name) ? ModelBoard.this.capability(abi().constant(name)) : 0;
            }

            @Override public int pageSize() {
                return ModelBoard.this.pageSize();
            }

            @Override public String release() {
                return ModelBoard.this.release();
            }
        };
    }

    /** KVM_CREATE_VM of a type that breaks no rule; null if the model refuses it with EINVAL. */
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

    /** The release of Linux whose rules it has; null if it has those of several. */
    default String release() {
        return null;
    }

    /** Bytes of the huge pages that its memory can be in; 0 if it has none. */
    default long hugePage() {
        return 0;
    }

    /** The negated errno for a number that this board does not know on a kind of file: the architectures differ. */
    int unknownIoctl(FdKind kind);
}
