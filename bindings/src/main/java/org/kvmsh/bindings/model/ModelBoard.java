package org.kvmsh.bindings.model;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;

/** What one board in software is: its ABI, its capabilities and its VMs. */
interface ModelBoard {
    Abi abi();

    /** KVM_CHECK_EXTENSION: the capability's value, 0 where it is not there. */
    int capability(long number);

    /** KVM_CREATE_VM; null where the type is refused with EINVAL. */
    ModelFile createVm(ModelKernel kernel, long type);

    /** The negated errno for a number that this board does not know on a kind of file: the architectures differ. */
    int unknownIoctl(FdKind kind);
}
