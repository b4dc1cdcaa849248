package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENODEV;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * The stolen time and the event filter of an arm64 vCPU. Sources: arch/arm64/kvm/pvtime.c, kvm_arm_pvtime_set_attr;
 * pmu-emul.c, kvm_arm_pmu_v3_set_attr.
 */
final class Arm64AttributeRules {
    private static final String PVTIME = "on=vcpu group=KVM_ARM_VCPU_PVTIME_CTRL attr=KVM_ARM_VCPU_PVTIME_IPA";
    private static final String PVTIME_SOURCE = "devices/vcpu.rst 3.1 KVM_ARM_VCPU_PVTIME_IPA";
    private static final String FILTER = "on=vcpu group=KVM_ARM_VCPU_PMU_V3_CTRL attr=KVM_ARM_VCPU_PMU_V3_FILTER";
    private static final String FILTER_SOURCE = "devices/vcpu.rst 1.3 KVM_ARM_VCPU_PMU_V3_FILTER";
    private static final int ALIGNED = 64;
    /** The PMU of ARMv8.0 has the first number of events, later ones the second. */
    private static final long FEWEST_EVENTS = 1 << 10;

    private static final long MOST_EVENTS = 1 << 16;

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                                    EINVAL,
                                    "the address is not a multiple of 64",
                                    PVTIME_SOURCE,
                                    value((request, at) -> at % ALIGNED != 0
                                            ? Finding.broken("the address " + NumbersInWords.hex(at)
                                                    + " is not a multiple of 64")
                                            : Finding.KEPT))
                            .about(PVTIME),
                    Rule.of(
                                    EINVAL,
                                    "the address is not in a memslot",
                                    PVTIME_SOURCE,
                                    value(Arm64AttributeRules::isOutside))
                            .about(PVTIME),
                    Rule.of(
                                    ENODEV,
                                    "KVM_ARM_VCPU_INIT did not request KVM_ARM_VCPU_PMU_V3",
                                    FILTER_SOURCE,
                                    Arm64AttributeRules::hasNoPmu)
                            .about(FILTER),
                    Rule.of(
                                    EINVAL,
                                    "base_event + nevents is above the number of PMU events",
                                    FILTER_SOURCE,
                                    value(Arm64AttributeRules::isBeyond))
                            .about(FILTER),
                    Rule.of(
                                    EINVAL,
                                    "action is neither KVM_PMU_EVENT_ALLOW nor KVM_PMU_EVENT_DENY",
                                    FILTER_SOURCE,
                                    value((request, filter) -> {
                                        long action = filter >> Integer.SIZE & 0xff;
                                        return action != request.constant("KVM_PMU_EVENT_ALLOW")
                                                        && action != request.constant("KVM_PMU_EVENT_DENY")
                                                ? Finding.broken("action is " + action
                                                        + "; it must be KVM_PMU_EVENT_ALLOW or KVM_PMU_EVENT_DENY")
                                                : Finding.KEPT;
                                    }))
                            .about(FILTER))
            .map(rule -> rule.on("KVM_SET_DEVICE_ATTR").in(Arch.ARM64))
            .toList();

    private Arm64AttributeRules() {}

    private interface OfValue {
        Finding of(Request request, long value);
    }

    private static Check value(OfValue check) {
        return request -> {
            Long value = request.asked().pointed(request.field("addr"), Long.BYTES);
            return value == null ? Finding.UNKNOWN : check.of(request, value);
        };
    }

    private static Finding isOutside(Request request, long at) {
        return request.vm() == null
                ? Finding.UNKNOWN
                : request.vm().slots().values().stream().noneMatch(slot -> slot.overlaps(at, 1))
                        ? Finding.broken("the address " + NumbersInWords.hex(at) + " is not in a memslot")
                        : Finding.KEPT;
    }

    private static Finding hasNoPmu(Request request) {
        return request.vcpu() == null
                ? Finding.UNKNOWN
                : request.vcpu().init() == null || !request.vcpu().init().has(request.constant("KVM_ARM_VCPU_PMU_V3"))
                        ? Finding.broken(
                                request.vcpu().init() == null
                                        ? "KVM_ARM_VCPU_INIT has not been called, so the vCPU has no PMU"
                                        : "KVM_ARM_VCPU_INIT did not request KVM_ARM_VCPU_PMU_V3")
                        : Finding.KEPT;
    }

    /** struct kvm_pmu_event_filter begins with two fields of 16 bits. */
    private static Finding isBeyond(Request request, long filter) {
        long end = (filter & 0xffff) + (filter >> Short.SIZE & 0xffff);
        return end <= FEWEST_EVENTS
                ? Finding.KEPT
                : end <= MOST_EVENTS
                        ? Finding.UNKNOWN
                        : Finding.broken("base_event + nevents is " + NumbersInWords.hex(end) + ", above "
                                + NumbersInWords.hex(MOST_EVENTS));
    }
}
