package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;

/**
 * An ioctl as it comes to a proposal.
 *
 * @param kernel   whose proposal it is
 * @param struct   what the argument points to, of one number where that is all; null if the argument is a plain value
 * @param vm       the VM that it was made on, or whose vCPU; null on /dev/kvm
 * @param fd       the descriptor that it was made on
 * @param value    its plain argument, or the argument's address
 * @param argument its struct, as many bytes as that has; null if it takes none, or where the pointer leads to no memory: EFAULT of copy_from_user
 */
public record Asked(ProposalKernel kernel, Ioctl ioctl, Struct struct, ProposedVm vm, int fd, long value, Region argument) {
    /** The kernel below; each call on it is reported as one that a proposal made. */
    public Kernel below() {
        return kernel.calls();
    }

    /** A field of the struct, unsigned. */
    public long get(String field) {
        return argument.get(struct.offset(field), struct.field(field).bytes());
    }

    public void set(String field, long held) {
        argument.put(struct.offset(field), struct.field(field).bytes(), held);
    }
}
