package org.kvmsh.bindings.model.arm64;

import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Errno;

/**
 * The interrupt controller of a VM: where it is, and which interrupts it has. A guest that looks for it there is not modelled. Source: arch/arm64/kvm/vgic,
 * vgic-init.c and vgic-kvm-device.c; Documentation/virt/kvm/devices/arm-vgic.rst.
 */
final class ModelVgic {
    private static final long UNDEFINED = -1;
    private static final long ALIGNMENT = 0x1000;
    /** vgic.h: software and private interrupts come first, the highest numbers are reserved. */
    private static final int PRIVATE = 32;
    private static final int SOFTWARE = 16;
    private static final int RESERVED = 1023;
    /** VGIC_NR_IRQS_LEGACY: what there is where nobody said how many. */
    private static final int USUAL = 256;

    private final Abi abi;
    private final Arm64Vm vm;
    private boolean isMade;
    private boolean isInitialized;
    private boolean isReady;
    private long distributor = UNDEFINED;
    private long cpuInterface = UNDEFINED;
    private int shared;

    ModelVgic(Abi abi, Arm64Vm vm) {
        this.abi = abi;
        this.vm = vm;
    }

    /** kvm_vgic_create: KVM_CREATE_IRQCHIP, and KVM_CREATE_DEVICE of the same. */
    synchronized int create() {
        if (isMade) {
            return Errno.EEXIST.negative();
        }
        if (vm.hasRun()) {
            return Errno.EBUSY.negative();
        }
        isMade = true;
        return 0;
    }

    synchronized boolean isMade() {
        return isMade;
    }

    synchronized boolean isInitialized() {
        return isInitialized;
    }

    /** KVM_ARM_SET_DEVICE_ADDR (vgic-kvm-device.c, kvm_set_legacy_vgic_v2_addr). */
    synchronized int setLegacyAddress(long id, long address) {
        long device = id >>> abi.constant("KVM_ARM_DEVICE_ID_SHIFT") & 0xffff;
        return device != abi.constant("KVM_ARM_DEVICE_VGIC_V2") ? Errno.ENODEV.negative() : setAddress(id & 0xffff, address);
    }

    /** ENODEV where there is no GICv2, or no such type. */
    synchronized int setAddress(long type, long address) {
        boolean isDistributor = type == abi.constant("KVM_VGIC_V2_ADDR_TYPE_DIST");
        if (!isMade || !isDistributor && type != abi.constant("KVM_VGIC_V2_ADDR_TYPE_CPU")) {
            return Errno.ENODEV.negative();
        }
        int refused = checkWindow(isDistributor ? distributor : cpuInterface, address, abi.constant(isDistributor ? "KVM_VGIC_V2_DIST_SIZE" : "KVM_VGIC_V2_CPU_SIZE"));
        if (refused == 0 && isDistributor) {
            distributor = address;
        } else if (refused == 0) {
            cpuInterface = address;
        }
        return refused;
    }

    /** vgic_check_iorange. */
    private int checkWindow(long old, long address, long size) {
        if (old != UNDEFINED) {
            return Errno.EEXIST.negative();
        }
        if (address % ALIGNMENT != 0 || Long.compareUnsigned(address + size, address) < 0) {
            return Errno.EINVAL.negative();
        }
        long end = 1L << vm.addressBits();
        return Long.compareUnsigned(address, end) >= 0 || Long.compareUnsigned(address + size, end) > 0 ? Errno.E2BIG.negative() : 0;
    }

    /** All ones where it was not set; null where there is no such type. */
    synchronized Long address(long type) {
        Map<Long, Long> addresses = Map.of(abi.constant("KVM_VGIC_V2_ADDR_TYPE_DIST"), distributor, abi.constant("KVM_VGIC_V2_ADDR_TYPE_CPU"), cpuInterface);
        return addresses.get(type);
    }

    synchronized int interrupts() {
        return shared + PRIVATE;
    }

    /** KVM_DEV_ARM_VGIC_GRP_NR_IRQS (vgic_set_common_attr). */
    synchronized int setInterrupts(int count) {
        if (count < 2 * PRIVATE || count > RESERVED || count % PRIVATE != 0) {
            return Errno.EINVAL.negative();
        }
        if (isReady || shared != 0) {
            return Errno.EBUSY.negative();
        }
        shared = count - PRIVATE;
        return 0;
    }

    /** vgic_init: from now on there is no vCPU more. */
    synchronized int initialize() {
        if (!isInitialized) {
            shared = shared == 0 ? USUAL - PRIVATE : shared;
            isInitialized = true;
        }
        return 0;
    }

    /** kvm_vgic_map_resources, before a vCPU's first KVM_RUN: where it fails, the VM is dead. */
    synchronized int mapResources() {
        if (isReady || !isMade) {
            return 0;
        }
        if (distributor == UNDEFINED || cpuInterface == UNDEFINED) {
            return fail(Errno.ENXIO);
        }
        if (overlap()) {
            return fail(Errno.EINVAL);
        }
        initialize();
        isReady = true;
        return 0;
    }

    private int fail(Errno errno) {
        vm.die();
        return errno.negative();
    }

    /** vgic_v2_check_base. */
    private boolean overlap() {
        return distributor + abi.constant("KVM_VGIC_V2_DIST_SIZE") > cpuInterface && cpuInterface + abi.constant("KVM_VGIC_V2_CPU_SIZE") > distributor;
    }

    /** KVM_IRQ_LINE of a private or shared interrupt. The distributor is off, so no vCPU sees it. */
    synchronized int inject(boolean isPrivate, int number) {
        if (isPrivate ? number < SOFTWARE || number >= PRIVATE : number < PRIVATE) {
            return Errno.EINVAL.negative();
        }
        initialize();
        return number < interrupts() ? 0 : Errno.EINVAL.negative();
    }

    /** Whether it answers at an address. */
    synchronized boolean isAt(long address) {
        return isReady && (isIn(distributor, "KVM_VGIC_V2_DIST_SIZE", address) || isIn(cpuInterface, "KVM_VGIC_V2_CPU_SIZE", address));
    }

    private boolean isIn(long start, String size, long address) {
        return address >= start && address - start < abi.constant(size);
    }
}
