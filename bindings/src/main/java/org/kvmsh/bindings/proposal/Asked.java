package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;

/**
 * An ioctl passed to a proposal.
 *
 * @param kernel whose proposal it is
 * @param struct the argument's target, with one number if it is only that; null if the argument is a plain value
 * @param vm its VM, or its vCPU's; null on /dev/kvm
 * @param fd its descriptor
 * @param value its plain argument, or the argument's address
 * @param argument its struct, with all of its bytes; null if it takes none, or if the pointer is invalid: EFAULT of
 *     copy_from_user
 */
public record Asked(
        ProposalKernel kernel, Ioctl ioctl, Struct struct, ProposedVm vm, int fd, long value, Region argument) {
    /** The kernel below; each call on it is traced as the proposal's. */
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
