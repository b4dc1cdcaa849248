package org.kvmsh.bindings.model.arm64;

import java.util.HashMap;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.model.ModelBoard;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelKernel;

/**
 * A software model of an arm64 board: a Cortex-A57 with a GICv2, whose answers are those of Linux 6.1 on QEMU's machine
 * virt. A capability that the model has no rule for is 0, as on a board that lacks it.
 */
public final class Arm64Model implements ModelBoard {
    static final String TARGET = "KVM_ARM_TARGET_CORTEX_A57";
    /** arch/arm64/kvm/vgic: a GICv2 has eight CPU interfaces. */
    static final int MAX_VCPUS = 8;

    static final int PAGE = 0x1000;
    /** include/linux/kvm_host.h, KVM_USER_MEM_SLOTS. */
    static final int MEMSLOTS = 32767;

    private static final int MOST_ADDRESS_BITS = 44;
    private static final int BREAKPOINTS = 6;
    private static final int WATCHPOINTS = 4;

    private final Abi abi = Abi.of("arm64");
    private final Map<Long, Integer> capabilities = new HashMap<>();

    /** The values of the modeled board. */
    public Arm64Model() {
        for (String name : new String[] {
            "USER_MEMORY",
            "DESTROY_MEMORY_REGION_WORKS",
            "JOIN_MEMORY_REGIONS_WORKS",
            "READONLY_MEM",
            "SYNC_MMU",
            "ONE_REG",
            "MP_STATE",
            "VCPU_EVENTS",
            "IRQCHIP",
            "DEVICE_CTRL",
            "ARM_SET_DEVICE_ADDR",
            "ARM_PSCI",
            "ARM_PSCI_0_2",
            "ARM_IRQ_LINE_LAYOUT_2",
            "IMMEDIATE_EXIT",
            "CHECK_EXTENSION_VM",
            "SET_GUEST_DEBUG",
            "SYSTEM_EVENT_DATA",
            "NR_VCPUS"
        }) {
            capability(name, 1);
        }
        capability("MAX_VCPUS", MAX_VCPUS);
        capability("MAX_VCPU_ID", MAX_VCPUS);
        capability("NR_MEMSLOTS", MEMSLOTS);
        capability("ARM_VM_IPA_SIZE", MOST_ADDRESS_BITS);
        capability("GUEST_DEBUG_HW_BPS", BREAKPOINTS);
        capability("GUEST_DEBUG_HW_WPS", WATCHPOINTS);
        capability("SET_GUEST_DEBUG2", (int) Arm64Debug.valid(abi));
    }

    private void capability(String name, int value) {
        capabilities.put(abi.constant("KVM_CAP_" + name), value);
    }

    @Override
    public Abi abi() {
        return abi;
    }

    @Override
    public int capability(long number) {
        return capabilities.getOrDefault(number, 0);
    }

    @Override
    public ModelFile createVm(ModelKernel kernel, long type) {
        return new Arm64Vm(kernel, this, type);
    }

    @Override
    public Boolean hasDevice(long type) {
        return type == abi.constant("KVM_DEV_TYPE_ARM_VGIC_V2") || type == abi.constant("KVM_DEV_TYPE_VFIO");
    }

    @Override
    public String release() {
        return "6.1";
    }

    /** One page of kvm_run, and one of the coalesced MMIO ring. */
    @Override
    public int runSize() {
        return 2 * PAGE;
    }

    /**
     * arch/arm64/kvm/arm.c: EINVAL on each kind of file; a device without its own ioctls returns ENOTTY (kvm_main.c,
     * kvm_device_ioctl).
     */
    @Override
    public int unknownIoctl(FdKind kind) {
        return (kind == FdKind.DEVICE ? Errno.ENOTTY : Errno.EINVAL).negative();
    }
}
