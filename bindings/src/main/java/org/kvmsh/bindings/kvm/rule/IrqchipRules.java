package org.kvmsh.bindings.kvm.rule;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;

/** Interrupt controllers and the PIT. Sources: api.rst 4.24, 4.25, 4.71, 4.79, 4.85 and 7.5; arch/x86/kvm/x86.c; arch/arm64/kvm/vgic/vgic-init.c. */
final class IrqchipRules implements CallRules {
    private static final long VGIC_PAGE = 0x1000;
    /** KVM_MAX_IRQ_ROUTES, which no header of user space has. */
    private static final int MOST_PINS = 4096;

    @Override public List<String> broken(Refused refused) {
        return switch (refused.call()) {
            case "KVM_CREATE_IRQCHIP" -> irqchip(refused);
            case "KVM_CREATE_PIT", "KVM_CREATE_PIT2" -> pit(refused);
            case "KVM_CREATE_DEVICE" -> device(refused);
            case "KVM_ARM_SET_DEVICE_ADDR", "KVM_SET_DEVICE_ADDRESS" -> address(refused);
            case "KVM_ENABLE_CAP" -> capability(refused);
            default -> line(refused);
        };
    }

    private static List<String> irqchip(Refused refused) {
        VmRecord vm = refused.vm();
        if (refused.is("EEXIST")) {
            return one(vm.hasIrqchip(), "the VM has its interrupt controller (api.rst 4.24)", vm.hasSplitIrqchip(), "KVM_CAP_SPLIT_IRQCHIP was enabled, and leaves the PIC and the IOAPIC to the script (api.rst 7.5)",
                    !vm.devices().isEmpty(), "KVM_CREATE_DEVICE made the interrupt controller (arch/arm64/kvm/vgic/vgic-init.c)");
        }
        return refused.is("EINVAL") ? one(!vm.vcpus().isEmpty() && refused.isX86(), "it comes before the first vCPU, and there " + vcpus(vm) + " (arch/x86/kvm/x86.c)") : List.of();
    }

    private static List<String> pit(Refused refused) {
        VmRecord vm = refused.vm();
        if (refused.is("EEXIST")) {
            return one(vm.hasPit(), "the VM has its PIT (arch/x86/kvm/x86.c)");
        }
        return refused.is("ENOENT") || refused.is("ENXIO") ? one(vm.hasSplitIrqchip(), "KVM_CAP_SPLIT_IRQCHIP leaves the PIC to the script, and the PIT interrupts through the PIC (api.rst 4.71)",
                !vm.hasIrqchip(), "KVM_CREATE_IRQCHIP comes first: the PIT interrupts through it (api.rst 4.71)") : List.of();
    }

    private static List<String> device(Refused refused) {
        if (refused.argument() == null || !refused.is("EEXIST")) {
            return List.of();
        }
        return one(refused.vm().devices().contains(refused.field("type")), "the VM has a device of type " + refused.field("type") + " (api.rst 4.79)",
                refused.vm().hasIrqchip(), "KVM_CREATE_IRQCHIP made the interrupt controller (arch/arm64/kvm/vgic/vgic-init.c)");
    }

    private static List<String> address(Refused refused) {
        if (refused.argument() == null) {
            return List.of();
        }
        boolean merged = refused.call().equals("KVM_ARM_SET_DEVICE_ADDR");
        String source = merged ? " (api.rst 4.85)" : " ([PATCH v3 01/13], 2012-10-22)";
        long id = refused.field("id");
        String named = merged ? "KVM_ARM_DEVICE_ID_SHIFT" : "KVM_DEVICE_ID_SHIFT";
        if (!refused.abi().hasConstant(named)) {
            return List.of();
        }
        long shift = refused.abi().constant(named);
        long device = id >>> shift & 0xffff;
        long type = id & (1L << shift) - 1;
        if (refused.is("ENODEV")) {
            return one(device != refused.abi().constant("KVM_ARM_DEVICE_VGIC_V2"), "id says device " + device + ", and there is only KVM_ARM_DEVICE_VGIC_V2" + source,
                    type > refused.abi().constant("KVM_VGIC_V2_ADDR_TYPE_CPU"), "id says address " + type + ", and a GICv2 has two, KVM_VGIC_V2_ADDR_TYPE_DIST and KVM_VGIC_V2_ADDR_TYPE_CPU" + source,
                    !refused.vm().hasIrqchip() && refused.vm().devices().isEmpty(), "KVM_CREATE_IRQCHIP comes first" + source);
        }
        return refused.is("EINVAL") ? one(refused.field("addr") % VGIC_PAGE != 0, "addr " + Words.hex(refused.field("addr")) + " is no multiple of 4 KiB (arch/arm64/kvm/vgic/vgic-kvm-device.c)") : List.of();
    }

    private static List<String> capability(Refused refused) {
        if (refused.argument() == null) {
            return List.of();
        }
        if (refused.is("EINVAL") && refused.field("flags") != 0) {
            return List.of("flags is " + Words.hex(refused.field("flags")) + ", and must be 0 (api.rst 4.37)");
        }
        VmRecord vm = refused.vm();
        if (vm == null || refused.field("cap") != refused.abi().constant("KVM_CAP_SPLIT_IRQCHIP")) {
            return List.of();
        }
        long pins = refused.field("args[0]");
        return refused.is("EINVAL") ? one(pins < 0 || pins > MOST_PINS, "args[0] reserves " + Long.toUnsignedString(pins) + " pins for IOAPICs, and " + MOST_PINS + " is the most (arch/x86/kvm/x86.c)")
                : refused.is("EEXIST") ? one(!vm.vcpus().isEmpty(), "KVM_CAP_SPLIT_IRQCHIP comes before the first vCPU, and there " + vcpus(vm) + " (api.rst 7.5)", vm.hasIrqchip(), "KVM_CREATE_IRQCHIP made the whole interrupt controller (api.rst 7.5)", vm.hasSplitIrqchip(), "KVM_CAP_SPLIT_IRQCHIP is enabled (api.rst 7.5)") : List.of();
    }

    private static List<String> line(Refused refused) {
        boolean none = !refused.vm().hasIrqchip() && refused.vm().devices().isEmpty();
        if (refused.is("ENXIO") && none && !refused.vm().hasSplitIrqchip() || refused.is("ENXIO") && refused.vm().hasSplitIrqchip() && refused.call().startsWith("KVM_IRQ_LINE")) {
            return List.of(refused.call() + " reaches the kernel's interrupt controller, and this VM has none: KVM_CREATE_IRQCHIP (api.rst 4.25)");
        }
        return refused.is("EINVAL") && none && refused.abi().arch() != Arch.ARM64 ? List.of(refused.call() + " needs the kernel's interrupt controller, and this VM has none: KVM_CREATE_IRQCHIP (api.rst 4.25)") : List.of();
    }

    private static String vcpus(VmRecord vm) {
        return vm.vcpus().size() == 1 ? "is vCPU " + vm.vcpus().iterator().next() : "are " + vm.vcpus().size();
    }

    /** The first of some rules that is broken. */
    private static List<String> one(Object... brokenAndRules) {
        for (int i = 0; i < brokenAndRules.length; i += 2) {
            if ((Boolean) brokenAndRules[i]) {
                return List.of((String) brokenAndRules[i + 1]);
            }
        }
        return List.of();
    }
}
