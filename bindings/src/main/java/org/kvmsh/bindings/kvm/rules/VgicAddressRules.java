package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENODEV;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * KVM_ARM_SET_DEVICE_ADDR, and KVM_SET_DEVICE_ADDRESS, from which it came. Sources: api.rst 4.85; [PATCH v3 01/13], 2012-10-22;
 * arch/arm64/kvm/vgic/vgic-kvm-device.c.
 */
final class VgicAddressRules {
    private static final String MERGED = "KVM_ARM_SET_DEVICE_ADDR";
    private static final String PROPOSED = "KVM_SET_DEVICE_ADDRESS";
    private static final long PAGE = 0x1000;

    static final List<Rule> RULES = Stream.concat(of(MERGED, "KVM_ARM_DEVICE_ID_SHIFT", "api.rst 4.85").map(rule -> rule.in(Arch.ARM64)), of(PROPOSED, "KVM_DEVICE_ID_SHIFT", "[PATCH v3 01/13], 2012-10-22")).toList();

    private VgicAddressRules() { }

    private static Stream<Rule> of(String call, String shift, String source) {
        return Stream.of(
                Rule.of(ENODEV, "the device of id is not KVM_ARM_DEVICE_VGIC_V2", source, known(shift, (request, bits) -> {
                    long device = request.field("id") >>> bits & 0xffff;
                    return Finding.brokenIf(device != request.asked().abi().constant("KVM_ARM_DEVICE_VGIC_V2"), () -> "id selects device " + device + "; only KVM_ARM_DEVICE_VGIC_V2 exists");
                })),
                Rule.of(ENODEV, "KVM_CREATE_IRQCHIP has not been called", source, request -> Finding.brokenIf(!request.vm().hasIrqchip() && request.vm().devices().isEmpty(), () -> "KVM_CREATE_IRQCHIP comes first")),
                Rule.of(ENODEV, "the address type of id is neither KVM_VGIC_V2_ADDR_TYPE_DIST nor KVM_VGIC_V2_ADDR_TYPE_CPU", source, known(shift, (request, bits) -> {
                    long type = request.field("id") & (1L << bits) - 1;
                    return Finding.brokenIf(type > request.asked().abi().constant("KVM_VGIC_V2_ADDR_TYPE_CPU"),
                            () -> "id selects address " + type + "; a GICv2 has two, KVM_VGIC_V2_ADDR_TYPE_DIST and KVM_VGIC_V2_ADDR_TYPE_CPU");
                })),
                Rule.of(EINVAL, "the address is not a multiple of 4 KiB", "arch/arm64/kvm/vgic/vgic-kvm-device.c", request -> Finding.brokenIf(request.field("addr") % PAGE != 0,
                        () -> "addr " + NumbersInWords.hex(request.field("addr")) + " is not a multiple of 4 KiB")))
                .map(rule -> rule.on(call));
    }

    private interface WithShift {
        Finding of(Request request, long bits);
    }

    private static Check known(String shift, WithShift check) {
        return request -> request.asked().abi().hasConstant(shift) ? check.of(request, request.asked().abi().constant(shift)) : Finding.UNKNOWN;
    }
}
