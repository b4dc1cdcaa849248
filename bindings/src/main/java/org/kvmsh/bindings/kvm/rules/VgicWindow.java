package org.kvmsh.bindings.kvm.rules;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.state.CreatedDevice;
import org.kvmsh.bindings.kvm.state.CreatedDevice.Attribute;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * One of the address ranges of an ARM guest's interrupt controller. Sources: devices/arm-vgic.rst, arm-vgic-v3.rst.
 *
 * @param attribute which the address is of
 * @param size bytes
 */
record VgicWindow(String name, Attribute attribute, long size, long alignment) {
    private static final long V2_PAGE = 0x1000;
    /** The distributor's size, each frame of a redistributor's, and what both are aligned to. */
    private static final long V3_PAGE = 0x10000;

    /** Whether a call on a device is on a VGIC. */
    static boolean isVgic(Request request) {
        return request.device() != null && request.vm() != null && request.vm().vgic() == request.device();
    }

    /** @return null if a GICv2 has no such address */
    static VgicWindow ofGicV2(Request request, long type) {
        return of(request, request.constant("KVM_DEV_TYPE_ARM_VGIC_V2"), type);
    }

    /** @return null if no address of this type is known of a VGIC of that device type */
    static VgicWindow of(Request request, long device, long type) {
        return of(request, device, type, request.vm().vcpus().size());
    }

    private static VgicWindow of(Request request, long device, long type, int vcpus) {
        Attribute attribute = new Attribute(request.asked().bits("KVM_DEV_ARM_VGIC_GRP_ADDR"), type);
        if (device == request.constant("KVM_DEV_TYPE_ARM_VGIC_V2")) {
            return type == request.constant("KVM_VGIC_V2_ADDR_TYPE_DIST")
                    ? new VgicWindow("distributor", attribute, bytes(request, "KVM_VGIC_V2_DIST_SIZE"), V2_PAGE)
                    : type == request.constant("KVM_VGIC_V2_ADDR_TYPE_CPU")
                            ? new VgicWindow(
                                    "CPU interface", attribute, bytes(request, "KVM_VGIC_V2_CPU_SIZE"), V2_PAGE)
                            : null;
        }
        return type == request.asked().bits("KVM_VGIC_V3_ADDR_TYPE_DIST")
                ? new VgicWindow("distributor", attribute, V3_PAGE, V3_PAGE)
                : type == request.asked().bits("KVM_VGIC_V3_ADDR_TYPE_REDIST")
                        ? new VgicWindow(
                                vcpus > 1 ? "redistributors of " + vcpus + " vCPUs" : "redistributor",
                                attribute,
                                2 * V3_PAGE * vcpus,
                                V3_PAGE)
                        : null;
    }

    /** Both of a GICv2. */
    static List<VgicWindow> both(Request request) {
        return List.of(
                ofGicV2(request, request.constant("KVM_VGIC_V2_ADDR_TYPE_DIST")),
                ofGicV2(request, request.constant("KVM_VGIC_V2_ADDR_TYPE_CPU")));
    }

    /** Bytes; headers of other architectures have the proposal's call, and no size of a window. */
    private static long bytes(Request request, String constant) {
        Abi abi = request.asked().abi();
        return (abi.hasConstant(constant) ? abi : Abi.of("arm64")).constant(constant);
    }

    static VgicWindow distributor(Request request, CreatedDevice vgic) {
        return of(
                request,
                vgic.type(),
                request.asked()
                        .bits(isV2(request, vgic) ? "KVM_VGIC_V2_ADDR_TYPE_DIST" : "KVM_VGIC_V3_ADDR_TYPE_DIST"));
    }

    /** The CPU interface of a GICv2, or what the redistributors of a GICv3 take when a vCPU runs. */
    static VgicWindow ofVcpus(Request request, CreatedDevice vgic) {
        VmState vm = request.vm();
        return of(
                request,
                vgic.type(),
                request.asked()
                        .bits(isV2(request, vgic) ? "KVM_VGIC_V2_ADDR_TYPE_CPU" : "KVM_VGIC_V3_ADDR_TYPE_REDIST"),
                Math.max(1, vm.vcpus().size()));
    }

    static boolean isV2(Request request, CreatedDevice vgic) {
        return vgic.type() == request.constant("KVM_DEV_TYPE_ARM_VGIC_V2");
    }

    /**
     * Whether it ends beyond 2^64. Of redistributors the kernel checks the base alone:
     * arch/arm64/kvm/vgic/vgic-mmio-v3.c, vgic_v3_alloc_redist_region.
     */
    boolean wraps(long at) {
        return size <= V3_PAGE && Long.compareUnsigned(at + size, at) < 0;
    }

    boolean overlaps(long at, VgicWindow other, long otherAt) {
        return Long.compareUnsigned(at, otherAt + other.size()) < 0 && Long.compareUnsigned(otherAt, at + size) < 0;
    }

    /** Its name in words. */
    String at(long address) {
        return "the " + name + ", " + NumbersInWords.range(address, size);
    }
}
