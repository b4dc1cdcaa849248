package org.kvmsh.bindings.kvm;

import java.util.Map;
import java.util.function.Predicate;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;

/** Probes a kernel for facts that no capability reports. Each probe creates a VM and closes it again. */
public final class Probing {
    /** An address that no program may read on any architecture. */
    private static final long UNREADABLE = -1L;

    private static final String CREATE_DEVICE = "KVM_CREATE_DEVICE";
    private static final String CREATE_IRQCHIP = "KVM_CREATE_IRQCHIP";

    private Probing() {}

    /**
     * Whether an ioctl can be probed without an effect: it takes a struct, all of which it reads before it acts.
     * KVM_CREATE_DEVICE does too (virt/kvm/kvm_main.c), but puts the descriptor into the struct.
     */
    public static boolean isSafe(Ioctl ioctl, Abi abi) {
        String descriptor = abi.givesDescriptor(ioctl.name());
        return ioctl.struct() != null
                && (descriptor == null
                        ? ioctl.data() == Direction.IN
                        : ioctl.data() == Direction.IN_OUT && ioctl.struct().has(descriptor));
    }

    /**
     * Whether a kernel has an ioctl: probed if that is safe, otherwise by its capability, if it has one. A capability
     * may be that of a group of ioctls, of which an architecture has some, and is asked for /dev/kvm alone: what only
     * reads is probed too, on a VM that is closed again.
     */
    public static boolean has(Kvm kvm, Ioctl ioctl) {
        Abi abi = kvm.kernel().abi();
        if (isSafe(ioctl, abi)
                || ioctl.struct() != null
                        && ioctl.data() == Direction.IN_OUT
                        && abi.givesDescriptor(ioctl.name()) == null) {
            return hasIoctl(kvm, ioctl);
        }
        boolean announced = abi.hasConstant(ioctl.capability()) && kvm.capability(ioctl.capability()) > 0;
        return announced && (!isGetter(ioctl, abi) || hasIoctl(kvm, ioctl));
    }

    private static boolean isGetter(Ioctl ioctl, Abi abi) {
        return abi.givesDescriptor(ioctl.name()) == null
                && ioctl.name().startsWith("KVM_GET_")
                && (ioctl.struct() != null || ioctl.data() == Direction.NONE);
    }

    /**
     * Whether a kernel knows an ioctl on any kind of descriptor that takes it, asked with an unreadable pointer. Who
     * does not know it answers ENOTTY, or EINVAL: for a vCPU (virt/kvm/kvm_main.c, kvm_vcpu_ioctl), for a VM on arm64
     * and riscv64 (kvm_arch_vm_ioctl). Who does answers EFAULT, or what it checks before: ENOEXEC for an arm64 vCPU
     * that is not initialized.
     *
     * @param ioctl one that {@link #isSafe} is true of, or that changes no more than a VM
     */
    public static boolean hasIoctl(Kvm kvm, Ioctl ioctl) {
        return CallOrigin.PROBING.during(() -> ioctl.on().stream().anyMatch(kind -> switch (kind) {
            case SYSTEM -> isKnown(kvm, ioctl);
            case VM -> onVm(kvm, vm -> isKnown(vm, ioctl));
            case VCPU -> onVm(kvm, vm -> vcpuHas(vm, kvm, ioctl));
            case DEVICE -> onVm(kvm, vm -> deviceHas(vm, ioctl));
        }));
    }

    private static boolean onVm(Kvm kvm, Predicate<Vm> asked) {
        IoctlResult<Vm> vm = kvm.createVm(0);
        if (!vm.ok()) {
            return false;
        }
        try (Vm open = vm.get()) {
            return asked.test(open);
        }
    }

    /** A vCPU's local interrupt controller is there only if the VM has the others. */
    private static boolean vcpuHas(Vm vm, Kvm kvm, Ioctl ioctl) {
        if (vm.kernel().abi().hasIoctl(CREATE_IRQCHIP)) {
            vm.ioctl(CREATE_IRQCHIP, 0);
        }
        IoctlResult<Vcpu> vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get());
        if (!vcpu.ok()) {
            return false;
        }
        try (Vcpu open = vcpu.get()) {
            return isKnown(open, ioctl);
        }
    }

    /** Asks a device of any type that the VM can have. */
    private static boolean deviceHas(Vm vm, Ioctl ioctl) {
        Abi abi = vm.kernel().abi();
        if (!abi.hasIoctl(CREATE_DEVICE)) {
            return false;
        }
        for (long type : abi.constants("KVM_DEV_TYPE_").values()) {
            try (Argument argument = Argument.of(vm.kernel(), "kvm_create_device")) {
                argument.set("type", type);
                if (vm.ioctl(CREATE_DEVICE, argument).ok()) {
                    try (Device device = vm.device((int) argument.get("fd"))) {
                        return isKnown(device, ioctl);
                    }
                }
            }
        }
        return false;
    }

    private static boolean isKnown(KvmFile file, Ioctl ioctl) {
        int answer = file.kernel().ioctl(file.fd(), ioctl.request(), UNREADABLE);
        return answer != Errno.ENOTTY.negative() && answer != Errno.EINVAL.negative();
    }

    /**
     * Whether KVM_CREATE_VM takes a type (api.rst 4.2).
     *
     * @param type as {@link Kvm#createVm} takes it
     */
    public static boolean hasVmType(Kvm kvm, long type) {
        IoctlResult<Vm> vm = CallOrigin.PROBING.during(() -> kvm.createVm(type));
        if (vm.ok()) {
            vm.get().close();
        }
        return vm.ok();
    }

    /**
     * Whether a type of device is available: KVM_CREATE_DEVICE_TEST creates none (api.rst 4.79).
     *
     * @param type KVM_DEV_TYPE_*
     */
    public static boolean hasDevice(Kvm kvm, long type) {
        return CallOrigin.PROBING.during(() -> makes(kvm, type));
    }

    /** A field of the struct that an ioctl fills in on a new VM, or on its first vCPU; null if the ioctl is refused. */
    public static Long told(Kvm kvm, String ioctl, String field) {
        return CallOrigin.PROBING.during(() -> {
            Abi abi = kvm.kernel().abi();
            IoctlResult<Vm> vm = abi.hasIoctl(ioctl) ? kvm.createVm(0) : null;
            if (vm == null || !vm.ok()) {
                return null;
            }
            try (Vm open = vm.get()) {
                return abi.ioctl(ioctl).on().contains(FdKind.VM)
                        ? told(open, abi.ioctl(ioctl), field)
                        : toldByVcpu(open, kvm, abi.ioctl(ioctl), field);
            }
        });
    }

    private static Long toldByVcpu(Vm vm, Kvm kvm, Ioctl ioctl, String field) {
        IoctlResult<Vcpu> vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get());
        if (!vcpu.ok()) {
            return null;
        }
        try (Vcpu open = vcpu.get()) {
            return told(open, ioctl, field);
        }
    }

    private static Long told(KvmFile file, Ioctl ioctl, String field) {
        try (Argument argument = Argument.of(file.kernel(), ioctl.struct().name())) {
            IoctlResult<Integer> answer = file.ioctl(ioctl.name(), argument);
            closeResult(file, ioctl.name(), answer);
            return answer.ok() ? argument.get(field) : null;
        }
    }

    private static void closeResult(KvmFile file, String ioctl, IoctlResult<Integer> answer) {
        if (answer.ok() && "answer".equals(file.kernel().abi().givesDescriptor(ioctl))) {
            file.kernel().close(answer.get());
        }
    }

    /**
     * The value of 32 bits that an attribute of a new device has.
     *
     * @param device the name of its type, KVM_DEV_TYPE_*
     * @param group the name of the attribute's group
     * @param attribute the name of the attribute
     * @return null if the kernel does not tell
     */
    public static Long initially(Kvm kvm, String device, String group, String attribute) {
        return CallOrigin.PROBING.during(() -> {
            Abi abi = kvm.kernel().abi();
            IoctlResult<Vm> vm = abi.hasConstant(device) ? kvm.createVm(0) : null;
            if (vm == null || !vm.ok()) {
                return null;
            }
            try (Vm open = vm.get();
                    Argument made = Argument.of(kvm.kernel(), "kvm_create_device")) {
                if (!open.ioctl("KVM_CREATE_DEVICE", made.set("type", abi.constant(device)))
                        .ok()) {
                    return null;
                }
                try (Device created = open.device((int) made.get("fd"));
                        Argument asked = Argument.of(kvm.kernel(), "kvm_device_attr");
                        Argument held = Argument.of(kvm.kernel(), Struct.scalar("u32"), 0)) {
                    asked.set("group", abi.constant(group))
                            .set("attr", abi.constant(attribute))
                            .set("addr", held.region().address());
                    return created.ioctl("KVM_GET_DEVICE_ATTR", asked, held.region())
                                    .ok()
                            ? held.get("value")
                            : null;
                }
            }
        });
    }

    /**
     * Makes a call on a new VM, and closes the VM.
     *
     * @param vmType as {@link Kvm#createVm} takes it
     * @param fields of its struct; the others are 0
     * @return what the call returned: 0 or more, or a negated errno
     */
    public static int answer(Kvm kvm, long vmType, String ioctl, Map<String, Long> fields) {
        return CallOrigin.PROBING.during(() -> {
            IoctlResult<Vm> vm = kvm.createVm(vmType);
            if (!vm.ok()) {
                return -vm.errno();
            }
            try (Vm open = vm.get();
                    Argument argument = Argument.of(
                            kvm.kernel(),
                            kvm.kernel().abi().ioctl(ioctl).struct().name())) {
                fields.forEach(argument::set);
                IoctlResult<Integer> answer = open.ioctl(ioctl, argument);
                closeResult(open, ioctl, answer);
                return answer.ok() ? answer.get() : -answer.errno();
            }
        });
    }

    private static boolean makes(Kvm kvm, long type) {
        Abi abi = kvm.kernel().abi();
        IoctlResult<Vm> vm = abi.hasIoctl(CREATE_DEVICE) ? kvm.createVm(0) : null;
        if (vm == null || !vm.ok()) {
            return false;
        }
        try (Vm open = vm.get();
                Argument argument = Argument.of(kvm.kernel(), "kvm_create_device")) {
            argument.set("type", type).set("flags", abi.constant("KVM_CREATE_DEVICE_TEST"));
            return open.ioctl(CREATE_DEVICE, argument).ok();
        }
    }
}
