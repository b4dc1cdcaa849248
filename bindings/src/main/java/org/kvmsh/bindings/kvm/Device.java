package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Kernel;

/** A device's file descriptor, as KVM_CREATE_DEVICE gives it. Source: Documentation/virt/kvm/devices. */
public final class Device extends KvmFile {
    /** @param fd what KVM_CREATE_DEVICE put into its argument */
    public Device(Kernel kernel, int fd) {
        super(kernel, FdKind.DEVICE, fd);
    }
}
