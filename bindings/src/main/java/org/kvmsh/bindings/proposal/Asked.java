package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;

/**
 * An ioctl as it comes to a proposal.
 *
 * @param kernel   whose proposal it is
 * @param vm       the VM that it was made on, or whose vCPU; null on /dev/kvm
 * @param fd       the descriptor that it was made on
 * @param value    its plain argument, or the argument's address
 * @param argument its struct, as many bytes as the struct has; null where it takes none, or where the pointer leads to no memory: EFAULT of copy_from_user
 */
public record Asked(ProposalKernel kernel, Ioctl ioctl, ProposedVm vm, int fd, long value, Region argument) {
    /** A field of the struct, unsigned. */
    public long get(String field) {
        Struct layout = ioctl.struct();
        return argument.get(layout.offset(field), layout.field(field).bytes());
    }

    public void set(String field, long held) {
        Struct layout = ioctl.struct();
        argument.put(layout.offset(field), layout.field(field).bytes(), held);
    }
}
