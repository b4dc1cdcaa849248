package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;

/** Probes a kernel for facts that no capability reports. Each probe creates a VM and closes it again. */
public final class Probing {
    /** An address that no program may read on any architecture. */
    private static final long UNREADABLE = -1L;

    private Probing() { }

    /**
     * Whether an ioctl can be probed without an effect: it takes a struct, all of which it reads before it acts. KVM_CREATE_DEVICE does too
     * (virt/kvm/kvm_main.c), but puts the descriptor into the struct.
     */
    public static boolean isSafe(Ioctl ioctl, Abi abi) {
        String descriptor = abi.givesDescriptor(ioctl.name());
        return ioctl.struct() != null && (descriptor == null ? ioctl.data() == Direction.IN : ioctl.data() == Direction.IN_OUT && ioctl.struct().has(descriptor));
    }

    /** Whether a kernel has an ioctl: probed if that is safe, otherwise by its capability, if it has one. */
    public static boolean has(Kvm kvm, Ioctl ioctl) {
        Abi abi = kvm.kernel().abi();
        return isSafe(ioctl, abi) ? hasIoctl(kvm, ioctl) : abi.hasConstant(ioctl.capability()) && kvm.capability(ioctl.capability()) > 0;
    }

    /**
     * Whether a kernel knows an ioctl, asked with an unreadable pointer: who knows it answers EFAULT; who does not answers ENOTTY,
     * or EINVAL on arm64 (arch/arm64/kvm/arm.c, kvm_arch_vm_ioctl).
     *
     * @param ioctl one that {@link #isSafe} is true of
     */
    public static boolean hasIoctl(Kvm kvm, Ioctl ioctl) {
        return CallOrigin.PROBING.during(() -> knows(kvm, ioctl));
    }

    private static boolean knows(Kvm kvm, Ioctl ioctl) {
        if (ioctl.on().contains(FdKind.SYSTEM)) {
            return isRead(kvm, ioctl);
        }
        IoctlResult<Vm> vm = kvm.createVm(0);
        if (!vm.ok()) {
            return false;
        }
        try (Vm open = vm.get()) {
            return ioctl.on().contains(FdKind.VCPU) && !ioctl.on().contains(FdKind.VM) ? vcpuHas(open, kvm, ioctl) : isRead(open, ioctl);
        }
    }

    private static boolean vcpuHas(Vm vm, Kvm kvm, Ioctl ioctl) {
        IoctlResult<Vcpu> vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get());
        if (!vcpu.ok()) {
            return false;
        }
        try (Vcpu open = vcpu.get()) {
            return isRead(open, ioctl);
        }
    }

    private static boolean isRead(KvmFile file, Ioctl ioctl) {
        return file.kernel().ioctl(file.fd(), ioctl.request(), UNREADABLE) == Errno.EFAULT.negative();
    }

    /** Whether KVM_CREATE_VM takes a type (api.rst 4.2). */
    public static boolean hasVmType(Kvm kvm, long type) {
        IoctlResult<Vm> vm = CallOrigin.PROBING.during(() -> kvm.createVm(type));
        if (vm.ok()) {
            vm.get().close();
        }
        return vm.ok();
    }

    /** Whether a type of device is available: KVM_CREATE_DEVICE_TEST creates none (api.rst 4.79). */
    public static boolean hasDevice(Kvm kvm, long type) {
        return CallOrigin.PROBING.during(() -> makes(kvm, type));
    }

    private static boolean makes(Kvm kvm, long type) {
        Abi abi = kvm.kernel().abi();
        IoctlResult<Vm> vm = abi.hasIoctl("KVM_CREATE_DEVICE") ? kvm.createVm(0) : null;
        if (vm == null || !vm.ok()) {
            return false;
        }
        try (Vm open = vm.get(); Argument argument = Argument.of(kvm.kernel(), "kvm_create_device")) {
            argument.set("type", type).set("flags", abi.constant("KVM_CREATE_DEVICE_TEST"));
            return open.ioctl("KVM_CREATE_DEVICE", argument).ok();
        }
    }
}
