package org.kvmsh.bindings.kvm;

import java.util.concurrent.locks.Lock;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kvm.state.VmState;

/** A device's file descriptor, from KVM_CREATE_DEVICE. Source: Documentation/virt/kvm/devices. */
public final class Device extends KvmFile {
    private final Vm vm;

    /** @param fd what KVM_CREATE_DEVICE put into its argument */
    Device(Vm vm, int fd) {
        super(vm.kernel(), FdKind.DEVICE, fd, vm.comparison());
        this.vm = vm;
    }

    @Override
    Lock place() {
        return vm.place();
    }

    @Override
    VmState vm() {
        return vm.vm();
    }

    @Override
    int asksCapabilities() {
        return vm.fd();
    }

    @Override
    boolean cannotAsk() {
        return vm.isClosed();
    }
}
