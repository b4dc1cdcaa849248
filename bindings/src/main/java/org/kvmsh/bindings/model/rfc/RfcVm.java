package org.kvmsh.bindings.model.rfc;

import java.util.HashSet;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.model.Memslots;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/** A VM of {@link RfcModel}: each rule is one of the mails'. */
final class RfcVm extends ModelFile {
    private static final int SLOTS = 32;
    /** cpu_has_feature(CPU_FTR_ARCH_206): the model's processor is a POWER7. */
    private static final int ARCH_206 = 206;
    /** The guest physical address space of the ARM kernels that had KVM_SET_DEVICE_ADDRESS: 40 bits with LPAE. */
    private static final int GUEST_ADDRESS_BITS = 40;

    private final ModelKernel kernel;
    private final Abi abi;
    private final RfcModel board;
    private final Memslots memslots;
    private final Set<Long> deviceAddresses = new HashSet<>();
    private boolean irqchip;

    RfcVm(ModelKernel kernel, Abi abi, RfcModel board) {
        this.kernel = kernel;
        this.abi = abi;
        this.board = board;
        this.memslots = new Memslots(abi.struct("kvm_userspace_memory_region"), kernel.memory(), SLOTS);
    }

    @Override public FdKind kind() {
        return FdKind.VM;
    }

    @Override public int ioctl(String name, long value, Region argument) {
        return switch (name) {
            case "KVM_SET_USER_MEMORY_REGION" -> memslots.set(argument);
            case "KVM_PPC_SET_PLATFORM" -> setPlatform(argument);
            case "KVM_ALLOCATE_RMA" -> allocateRma(argument);
            case "KVM_CREATE_IRQCHIP" -> createIrqchip();
            case "KVM_SET_DEVICE_ADDRESS" -> setDeviceAddress(argument);
            default -> board.unknownIoctl(kind());
        };
    }

    /** [RFC PATCH 17/17]: in hypervisor mode the platform must be SPAPR, flags 0 and the architecture the processor's own. */
    private int setPlatform(Region argument) {
        Struct layout = abi.struct("kvm_ppc_set_platform");
        boolean supported = argument.get(layout.offset("platform"), Short.BYTES) == abi.constant("KVM_PPC_PV_SPAPR")
                && argument.getInt(layout.offset("flags")) == 0
                && argument.get(layout.offset("guest_arch"), Short.BYTES) == ARCH_206;
        return supported ? 0 : Errno.EINVAL.negative();
    }

    /** aa04b4cc5be6: a descriptor that maps, the size in the argument; ENOMEM when the pool is empty. */
    private int allocateRma(Region argument) {
        if (!board.takeRma()) {
            return Errno.ENOMEM.negative();
        }
        argument.putLong(abi.struct("kvm_allocate_rma").offset("rma_size"), RfcModel.RMA_SIZE);
        return kernel.install(new RmaFile(board));
    }

    /** api.rst, KVM_CREATE_IRQCHIP; Linux 6.1 on arm64 answers EEXIST to a second one. */
    private int createIrqchip() {
        if (irqchip) {
            return Errno.EEXIST.negative();
        }
        irqchip = true;
        return 0;
    }

    /**
     * [PATCH v3 01/13]: id is device &lt;&lt; 16 | type. The mail asks for KVM_CREATE_IRQCHIP first and names no errno for its
     * absence; ENODEV is what Linux 6.1 answers there (arch/arm64/kvm/arm.c).
     */
    private int setDeviceAddress(Region argument) {
        Struct layout = abi.struct("kvm_device_address");
        long id = argument.get(layout.offset("id"), Integer.BYTES);
        long address = argument.getLong(layout.offset("addr"));
        long device = (id & abi.constant("KVM_DEVICE_ID_MASK")) >> abi.constant("KVM_DEVICE_ID_SHIFT");
        long type = (id & abi.constant("KVM_DEVICE_TYPE_MASK")) >> abi.constant("KVM_DEVICE_TYPE_SHIFT");
        if (device != abi.constant("KVM_ARM_DEVICE_VGIC_V2") || !irqchip) {
            return Errno.ENODEV.negative();
        }
        if (type != abi.constant("KVM_VGIC_V2_ADDR_TYPE_DIST") && type != abi.constant("KVM_VGIC_V2_ADDR_TYPE_CPU")) {
            return Errno.ENODEV.negative();
        }
        if (address >>> GUEST_ADDRESS_BITS != 0) {
            return Errno.E2BIG.negative();
        }
        return deviceAddresses.add(id) ? 0 : Errno.EEXIST.negative();
    }
}
