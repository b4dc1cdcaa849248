package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EBUSY;
import static org.kvmsh.bindings.kernel.Errno.EEXIST;
import static org.kvmsh.bindings.kernel.Errno.ENODEV;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.state.CreatedDevice;

/**
 * KVM_CREATE_DEVICE. Sources: api.rst 4.79; virt/kvm/kvm_main.c, kvm_ioctl_create_device; the create function of each
 * device.
 */
final class DeviceRules {
    private static final String XICS = "KVM_DEV_TYPE_XICS";
    private static final String XIVE = "KVM_DEV_TYPE_XIVE";
    private static final String TYPE = "KVM_DEV_TYPE_";
    private static final String VGIC = "arch/arm64/kvm/vgic/vgic-init.c";
    private static final List<String> VGICS = List.of("KVM_DEV_TYPE_ARM_VGIC_V2", "KVM_DEV_TYPE_ARM_VGIC_V3");

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                            ENODEV,
                            "the device type is unknown to this kernel, or this host does not support it",
                            "api.rst 4.79",
                            request -> unsupported(request, request.field("type"))),
                    Rule.of(
                            ENODEV,
                            "the type is not one of KVM_DEV_TYPE_*, or it belongs to another architecture",
                            "virt/kvm/kvm_main.c:kvm_ioctl_create_device",
                            DeviceRules::foreign),
                    once("KVM_DEV_TYPE_VFIO", EBUSY, "virt/kvm/vfio.c"),
                    once(XICS, EEXIST, "arch/powerpc/kvm/book3s_xics.c").in(Arch.PPC64),
                    once(XIVE, EEXIST, "arch/powerpc/kvm/book3s_xive_native.c").in(Arch.PPC64),
                    Rule.of(
                                    EEXIST,
                                    "the VM already has the other of KVM_DEV_TYPE_XICS and KVM_DEV_TYPE_XIVE",
                                    "arch/powerpc/kvm/book3s_xive.c:kvmppc_xive_create",
                                    created(DeviceRules::other))
                            .in(Arch.PPC64),
                    once("KVM_DEV_TYPE_RISCV_AIA", EEXIST, "arch/riscv/kvm/aia_device.c:aia_create")
                            .in(Arch.RISCV64),
                    Rule.of(EEXIST, "the VM already has an interrupt controller", VGIC, vgic(DeviceRules::exists))
                            .in(Arch.ARM64),
                    Rule.of(
                                    EBUSY,
                                    "a vCPU has already run",
                                    VGIC,
                                    vgic(request -> request.vm().hasRun()
                                            ? Finding.broken("the interrupt controller must be created before any vCPU"
                                                    + " runs; a vCPU of this VM has run")
                                            : Finding.KEPT))
                            .in(Arch.ARM64)
                            .asConsequence())
            .map(rule -> rule.on("KVM_CREATE_DEVICE"))
            .toList();

    private DeviceRules() {}

    /** A kernel has no operations for a type that no driver of its architecture registers. */
    private static Finding foreign(Request request) {
        if (request.facts().hasDevice(request.field("type")) != null) {
            return Finding.KEPT;
        }
        List<String> types = request.asked().abi().constants("KVM_DEV_TYPE_").keySet().stream()
                .filter(name -> !name.equals("KVM_DEV_TYPE_MAX") && isOf(request, name))
                .toList();
        Arch other = types.isEmpty() ? null : AbsentIoctls.ofDevice(types.get(0));
        return types.isEmpty()
                ? Finding.broken("type is " + request.field("type") + ", which is not one of KVM_DEV_TYPE_*")
                : other != null && other != request.asked().arch()
                        ? Finding.broken(types.get(0) + " is a device of " + other + " kernels")
                        : Finding.KEPT;
    }

    /** KVM_CREATE_DEVICE_TEST has told it. */
    static Finding unsupported(Request request, long type) {
        Boolean has = request.facts().hasDevice(type);
        return has == null
                ? Finding.UNKNOWN
                : !has
                        ? Finding.broken(
                                "KVM_CREATE_DEVICE_TEST refuses device type " + name(request, type) + " on this board")
                        : Finding.KEPT;
    }

    private static String name(Request request, long type) {
        return request.asked().abi().constants(TYPE).entrySet().stream()
                .filter(known -> known.getValue() == type && !known.getKey().equals(TYPE + "MAX"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Long.toString(type));
    }

    private static Rule once(String type, Errno errno, String source) {
        return Rule.of(
                errno,
                "the VM already has a " + type,
                source,
                created(request -> isOf(request, type) && request.vm().devices().contains(request.field("type"))
                        ? Finding.broken("the VM already has a " + type)
                        : Finding.KEPT));
    }

    /** Whether the VM already has the other device: where the processor has a XIVE, the kernel's XICS is one too. */
    private static Finding other(Request request) {
        String other = isOf(request, XICS) ? XIVE : isOf(request, XIVE) ? XICS : null;
        return other != null && request.vm().devices().contains(request.asked().bits(other))
                ? Finding.broken("the VM already has a " + other)
                : Finding.KEPT;
    }

    /** Another type than the VM has may be one that the host does not support, which is refused first. */
    private static Finding exists(Request request) {
        CreatedDevice vgic = request.vm().vgic();
        return vgic != null && vgic.type() != request.field("type") ? Finding.UNKNOWN : created(request);
    }

    private static Finding created(Request request) {
        return request.vm().hasIrqchip()
                ? Finding.broken("KVM_CREATE_IRQCHIP has already created the interrupt controller")
                : request.vm().vgic() != null
                        ? Finding.broken("the VM already has a device of type "
                                + request.vm().vgic().type())
                        : Finding.KEPT;
    }

    private static Check vgic(Check check) {
        return created(
                request -> VGICS.stream().anyMatch(type -> isOf(request, type)) ? check.of(request) : Finding.KEPT);
    }

    /** KVM_CREATE_DEVICE_TEST creates nothing. */
    private static Check created(Check check) {
        return request ->
                request.flagged(request.field("flags"), "KVM_CREATE_DEVICE_TEST") ? Finding.KEPT : check.of(request);
    }

    private static boolean isOf(Request request, String type) {
        return request.asked().abi().hasConstant(type) && request.constant(type) == request.field("type");
    }
}
