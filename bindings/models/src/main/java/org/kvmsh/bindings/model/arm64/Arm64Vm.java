package org.kvmsh.bindings.model.arm64;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.rules.Arm64Addresses;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.bindings.model.Memslots;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/** A VM of {@link Arm64Model}. Source: virt/kvm/kvm_main.c, kvm_vm_ioctl; arch/arm64/kvm/arm.c, kvm_arch_vm_ioctl. */
final class Arm64Vm extends ModelFile {
    /** Parts of a real VM that the model lacks; its capabilities are 0 too. */
    private static final Set<String> NOT_MODELLED = Set.of(
            "KVM_ENABLE_CAP",
            "KVM_GET_DIRTY_LOG",
            "KVM_CLEAR_DIRTY_LOG",
            "KVM_REGISTER_COALESCED_MMIO",
            "KVM_UNREGISTER_COALESCED_MMIO",
            "KVM_IRQFD",
            "KVM_IOEVENTFD",
            "KVM_SIGNAL_MSI",
            "KVM_SET_GSI_ROUTING",
            "KVM_GET_STATS_FD");

    private static final Set<String> RULED = Set.of(
            "KVM_SET_USER_MEMORY_REGION",
            "KVM_CREATE_VCPU",
            "KVM_CREATE_IRQCHIP",
            "KVM_CREATE_DEVICE",
            "KVM_ARM_SET_DEVICE_ADDR",
            "KVM_IRQ_LINE",
            "KVM_IRQ_LINE_STATUS");

    private final ModelKernel kernel;
    private final Arm64Model board;
    private final Abi abi;
    private final VmState state;
    private final Memslots memslots;
    private final Map<Long, Arm64Vcpu> vcpus = new ConcurrentSkipListMap<>();
    private final Firmware firmware = new Firmware(() -> vm().hasRun());
    private final ModelVgic vgic;
    private volatile boolean isDead;

    Arm64Vm(ModelKernel kernel, Arm64Model board, long type) {
        this.kernel = kernel;
        this.board = board;
        this.abi = board.abi();
        this.state = new VmState(type);
        this.memslots = new Memslots(
                abi.struct("kvm_userspace_memory_region"), kernel.memory(), abi.constant("KVM_MEM_READONLY"));
        this.vgic = new ModelVgic(abi);
    }

    @Override
    public FdKind kind() {
        return FdKind.VM;
    }

    @Override
    public Set<String> ruled() {
        return RULED;
    }

    @Override
    public VmState vm() {
        return state;
    }

    int addressBits() {
        return Arm64Addresses.bits(state);
    }

    Memslots memslots() {
        return memslots;
    }

    Firmware firmware() {
        return firmware;
    }

    ModelVgic vgic() {
        return vgic;
    }

    /** include/linux/kvm_host.h, kvm_vm_dead: every call on the VM and on what was made of it is EIO from now on. */
    void die() {
        isDead = true;
    }

    boolean isDead() {
        return isDead;
    }

    /** The vCPU of an affinity, the lower part of its MPIDR_EL1, or null. */
    Arm64Vcpu vcpuOf(long affinity) {
        return vcpus.values().stream()
                .filter(vcpu -> vcpu.affinity() == (affinity & Arm64Vcpu.AFFINITY))
                .findFirst()
                .orElse(null);
    }

    /** Whether one of the vCPUs of an affinity is on; null if there are none. */
    Boolean isOneOn(long affinity, long mask) {
        var those = vcpus.values().stream()
                .filter(vcpu -> (vcpu.affinity() & mask) == (affinity & mask))
                .toList();
        return those.isEmpty() ? null : (Boolean) those.stream().anyMatch(vcpu -> !vcpu.isStopped());
    }

    /** psci.c, kvm_prepare_system_event. */
    void stopAll() {
        vcpus.values().forEach(Arm64Vcpu::stop);
    }

    @Override
    public int gone() {
        return isDead ? Errno.EIO.negative() : 0;
    }

    @Override
    public int badPointer(String name, Region nothing) {
        boolean known = NOT_MODELLED.contains(name)
                || Set.of(
                                "KVM_SET_USER_MEMORY_REGION",
                                "KVM_ARM_SET_DEVICE_ADDR",
                                "KVM_ARM_PREFERRED_TARGET",
                                "KVM_CREATE_DEVICE",
                                "KVM_IRQ_LINE",
                                "KVM_IRQ_LINE_STATUS",
                                "KVM_ARM_MTE_COPY_TAGS")
                        .contains(name);
        return (known ? Errno.EFAULT : Errno.EINVAL).negative();
    }

    @Override
    public int ioctl(String name, long value, Region argument) {
        if (NOT_MODELLED.contains(name)) {
            throw new NotModelled("the model does not implement " + name);
        }
        return switch (name) {
            case "KVM_CHECK_EXTENSION" -> board.capability(value);
            case "KVM_SET_USER_MEMORY_REGION" -> setMemory(argument);
            case "KVM_CREATE_VCPU" -> createVcpu(value);
            case "KVM_CREATE_IRQCHIP" -> {
                vgic.create();
                yield 0;
            }
            case "KVM_CREATE_DEVICE" -> createDevice(argument);
            case "KVM_ARM_SET_DEVICE_ADDR" -> {
                Struct layout = abi.struct("kvm_arm_device_addr");
                vgic.setAddress(
                        argument.getLong(layout.offset("id")) & (1L << abi.constant("KVM_ARM_DEVICE_ID_SHIFT")) - 1,
                        argument.getLong(layout.offset("addr")));
                yield 0;
            }
            case "KVM_ARM_PREFERRED_TARGET" -> {
                Struct layout = abi.struct("kvm_vcpu_init");
                argument.write(0, new byte[layout.size()]);
                argument.putInt(layout.offset("target"), (int) abi.constant(Arm64Model.TARGET));
                yield 0;
            }
            case "KVM_IRQ_LINE", "KVM_IRQ_LINE_STATUS" -> setLine(argument);
            default -> board.unknownIoctl(kind());
        };
    }

    private int setMemory(Region argument) {
        Struct layout = abi.struct("kvm_userspace_memory_region");
        long flags = argument.getInt(layout.offset("flags"));
        if ((flags & abi.constant("KVM_MEM_LOG_DIRTY_PAGES")) != 0) {
            throw new NotModelled("the model does not log dirty pages");
        }
        return memslots.set(argument);
    }

    private int createVcpu(long id) {
        Arm64Vcpu vcpu = new Arm64Vcpu(abi, this, kernel.memory(), id);
        vcpus.put(id, vcpu);
        return kernel.install(vcpu);
    }

    /** kvm_main.c, kvm_ioctl_create_device. */
    private int createDevice(Region argument) {
        Struct layout = abi.struct("kvm_create_device");
        long type = argument.getInt(layout.offset("type"));
        boolean isVgic = type == abi.constant("KVM_DEV_TYPE_ARM_VGIC_V2");
        if (!isVgic && type != abi.constant("KVM_DEV_TYPE_VFIO")) {
            return Errno.ENODEV.negative();
        }
        if ((argument.getInt(layout.offset("flags")) & abi.constant("KVM_CREATE_DEVICE_TEST")) != 0) {
            return 0;
        }
        if (isVgic) {
            vgic.create();
        }
        argument.putInt(
                layout.offset("fd"),
                kernel.install(isVgic ? new VgicDevice(abi, this, kernel.memory()) : new VfioDevice(abi, this)));
        return 0;
    }

    /**
     * arm.c, kvm_vm_ioctl_irq_line; api.rst 4.25: the number encodes the kind of interrupt, the vCPU, and the
     * interrupt.
     */
    private int setLine(Region argument) {
        Struct layout = abi.struct("kvm_irq_level");
        int irq = argument.getInt(layout.offset("irq"));
        long kind = part(irq, "TYPE");
        long vcpu = part(irq, "VCPU") + part(irq, "VCPU2") * (abi.constant("KVM_ARM_IRQ_VCPU_MASK") + 1);
        int number = (int) part(irq, "NUM");
        if (kind == abi.constant("KVM_ARM_IRQ_TYPE_CPU")) {
            vcpus.values().stream()
                    .skip(vcpu)
                    .findFirst()
                    .orElseThrow()
                    .setLine(
                            number == abi.constant("KVM_ARM_IRQ_CPU_FIQ"),
                            argument.getInt(layout.offset("level")) != 0);
            return 0;
        }
        // The distributor is off, so no vCPU sees an interrupt of it.
        vgic.initialize();
        return 0;
    }

    private long part(int irq, String what) {
        return irq >>> abi.constant("KVM_ARM_IRQ_" + what + "_SHIFT") & abi.constant("KVM_ARM_IRQ_" + what + "_MASK");
    }
}
