package org.kvmsh.bindings.model.arm64;

import java.util.Map;
import org.kvmsh.bindings.abi.Abi;

/**
 * The interrupt controller of a VM: its addresses and its interrupts. Guest accesses to it are not modeled. Source:
 * arch/arm64/kvm/vgic, vgic-init.c and vgic-kvm-device.c; Documentation/virt/kvm/devices/arm-vgic.rst.
 */
final class ModelVgic {
    private static final long UNDEFINED = -1;
    /** vgic.h: software-generated and private interrupts come first. */
    private static final int PRIVATE = 32;
    /** VGIC_NR_IRQS_LEGACY: the default number. */
    private static final int USUAL = 256;

    private final Abi abi;
    private boolean isMade;
    private boolean isReady;
    private long distributor = UNDEFINED;
    private long cpuInterface = UNDEFINED;
    private int shared;

    ModelVgic(Abi abi) {
        this.abi = abi;
    }

    synchronized void create() {
        isMade = true;
    }

    /** @param type KVM_VGIC_V2_ADDR_TYPE_DIST or KVM_VGIC_V2_ADDR_TYPE_CPU */
    synchronized void setAddress(long type, long address) {
        if (type == abi.constant("KVM_VGIC_V2_ADDR_TYPE_DIST")) {
            distributor = address;
        } else {
            cpuInterface = address;
        }
    }

    /** All ones where it was not set; null if there is no such type. */
    synchronized Long address(long type) {
        Map<Long, Long> addresses = Map.of(
                abi.constant("KVM_VGIC_V2_ADDR_TYPE_DIST"),
                distributor,
                abi.constant("KVM_VGIC_V2_ADDR_TYPE_CPU"),
                cpuInterface);
        return addresses.get(type);
    }

    synchronized int interrupts() {
        return shared + PRIVATE;
    }

    /** KVM_DEV_ARM_VGIC_GRP_NR_IRQS. */
    synchronized void setInterrupts(int count) {
        shared = count - PRIVATE;
    }

    /** vgic_init: by the attribute, by the first interrupt or by the first KVM_RUN. */
    synchronized void initialize() {
        shared = shared == 0 ? USUAL - PRIVATE : shared;
    }

    /** kvm_vgic_map_resources, at a vCPU's first KVM_RUN: from now on the guest finds it. */
    synchronized void mapResources() {
        if (isMade) {
            initialize();
            isReady = true;
        }
    }

    /** Whether it answers at an address. */
    synchronized boolean isAt(long address) {
        return isReady
                && (isIn(distributor, "KVM_VGIC_V2_DIST_SIZE", address)
                        || isIn(cpuInterface, "KVM_VGIC_V2_CPU_SIZE", address));
    }

    private boolean isIn(long start, String size, long address) {
        return address >= start && address - start < abi.constant(size);
    }
}
