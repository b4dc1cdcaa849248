package org.kvmsh.bindings.model.arm64;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.bindings.model.ModelFile;

/** A device from KVM_CREATE_DEVICE: dead with its VM. Source: virt/kvm/kvm_main.c, kvm_device_ioctl. */
abstract class Arm64Device extends ModelFile {
    private final Abi abi;
    private final Arm64Vm vm;

    Arm64Device(Abi abi, Arm64Vm vm) {
        this.abi = abi;
        this.vm = vm;
    }

    final Abi abi() {
        return abi;
    }

    final ModelVgic vgic() {
        return vm.vgic();
    }

    @Override
    public final VmState vm() {
        return vm.vm();
    }

    @Override
    public final FdKind kind() {
        return FdKind.DEVICE;
    }

    @Override
    public final int gone() {
        return vm.isDead() ? Errno.EIO.negative() : 0;
    }
}
