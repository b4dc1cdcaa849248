package org.kvmsh.bindings.model.arm64;

import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.model.ModelMemory;

/**
 * The GICv2 as a device of KVM_CREATE_DEVICE. Source: arch/arm64/kvm/vgic/vgic-kvm-device.c;
 * Documentation/virt/kvm/devices/arm-vgic.rst.
 */
final class VgicDevice extends Arm64Device {
    private static final Set<String> RULED = Set.of("KVM_SET_DEVICE_ATTR");

    private final ModelMemory memory;

    VgicDevice(Abi abi, Arm64Vm vm, ModelMemory memory) {
        super(abi, vm);
        this.memory = memory;
    }

    @Override
    public Set<String> ruled() {
        return RULED;
    }

    @Override
    public int ioctl(String name, long value, Region argument) {
        Struct layout = abi().struct("kvm_device_attr");
        long group = Integer.toUnsignedLong(argument.getInt(layout.offset("group")));
        long attribute = argument.getLong(layout.offset("attr"));
        long address = argument.getLong(layout.offset("addr"));
        return switch (name) {
            case "KVM_SET_DEVICE_ATTR" -> set(group, attribute, address);
            case "KVM_GET_DEVICE_ATTR" -> get(group, attribute, address);
            default -> has(group, attribute);
        };
    }

    private int set(long group, long attribute, long from) {
        if (group == abi().constant("KVM_DEV_ARM_VGIC_GRP_CTRL")) {
            if (attribute != abi().constant("KVM_DEV_ARM_VGIC_CTRL_INIT")) {
                return Errno.ENXIO.negative();
            }
            vgic().initialize();
            return 0;
        }
        boolean isCount = group == abi().constant("KVM_DEV_ARM_VGIC_GRP_NR_IRQS");
        if (!isCount && group != abi().constant("KVM_DEV_ARM_VGIC_GRP_ADDR")) {
            return unknown(group);
        }
        int bytes = isCount ? Integer.BYTES : Long.BYTES;
        Region region = memory.holding(from, bytes);
        if (region == null) {
            return Errno.EFAULT.negative();
        }
        long value = region.get(from - region.address(), bytes);
        if (isCount) {
            vgic().setInterrupts((int) value);
        } else {
            vgic().setAddress(attribute, value);
        }
        return 0;
    }

    private int get(long group, long attribute, long to) {
        boolean isCount = group == abi().constant("KVM_DEV_ARM_VGIC_GRP_NR_IRQS");
        if (!isCount && group != abi().constant("KVM_DEV_ARM_VGIC_GRP_ADDR")) {
            return group == abi().constant("KVM_DEV_ARM_VGIC_GRP_CTRL") ? Errno.ENXIO.negative() : unknown(group);
        }
        int bytes = isCount ? Integer.BYTES : Long.BYTES;
        Long value = isCount ? (Long) (long) vgic().interrupts() : vgic().address(attribute);
        Region region = memory.holding(to, bytes);
        if (value == null || region == null) {
            return (value == null ? Errno.ENXIO : Errno.EFAULT).negative();
        }
        region.put(to - region.address(), bytes, value);
        return 0;
    }

    private int has(long group, long attribute) {
        if (group == abi().constant("KVM_DEV_ARM_VGIC_GRP_ADDR")) {
            return vgic().address(attribute) == null ? Errno.ENXIO.negative() : 0;
        }
        if (group == abi().constant("KVM_DEV_ARM_VGIC_GRP_CTRL")) {
            return attribute == abi().constant("KVM_DEV_ARM_VGIC_CTRL_INIT") ? 0 : Errno.ENXIO.negative();
        }
        return group == abi().constant("KVM_DEV_ARM_VGIC_GRP_NR_IRQS") ? 0 : unknown(group);
    }

    private int unknown(long group) {
        if (group == abi().constant("KVM_DEV_ARM_VGIC_GRP_DIST_REGS")
                || group == abi().constant("KVM_DEV_ARM_VGIC_GRP_CPU_REGS")) {
            throw new NotModelled("the model's GICv2 has no registers");
        }
        return Errno.ENXIO.negative();
    }
}
