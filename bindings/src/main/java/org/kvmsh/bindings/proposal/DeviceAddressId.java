package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.abi.Abi;

/**
 * The id that KVM_SET_DEVICE_ADDRESS takes: a device, and which of its addresses. Source: api.rst 4.85,
 * KVM_ARM_SET_DEVICE_ADDR.
 */
record DeviceAddressId(Abi abi, long value) {
    static DeviceAddressId of(Asked asked) {
        return new DeviceAddressId(asked.kernel().abi(), asked.get("id"));
    }

    boolean isVgic() {
        return (value & abi.constant("KVM_DEVICE_ID_MASK") & 0xffff_ffffL) >> abi.constant("KVM_DEVICE_ID_SHIFT")
                == abi.constant("KVM_ARM_DEVICE_VGIC_V2");
    }

    long type() {
        return value & abi.constant("KVM_DEVICE_TYPE_MASK");
    }

    boolean isDistributor() {
        return type() == abi.constant("KVM_VGIC_V2_ADDR_TYPE_DIST");
    }

    /** Bytes, as of the GICv2 of arm64's headers; those of powerpc have none. */
    long windowSize() {
        return Abi.of("arm64").constant(isDistributor() ? "KVM_VGIC_V2_DIST_SIZE" : "KVM_VGIC_V2_CPU_SIZE");
    }

    /** Whether the VGIC has such an address. */
    boolean isAddress() {
        return isDistributor() || type() == abi.constant("KVM_VGIC_V2_ADDR_TYPE_CPU");
    }
}
