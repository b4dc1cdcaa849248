package org.kvmsh.dsl.register;

import java.util.List;
import java.util.Map;

/**
 * The state that a snapshot of a vCPU keeps, in the order in which the kernel accepts it.
 *
 * @param parts the X of KVM_GET_X and KVM_SET_X; MSRS and ONE_REGS are all of them, ATTRIBUTES are the vCPU's. One that
 *     is given twice may be refused the first time.
 * @param unlisted the ids of one-regs if the architecture has no KVM_GET_REG_LIST
 * @param lateMsrs the MSRs that LATE_MSRS restores again, which depend on a part after MSRS
 */
public record StateOrder(List<String> parts, List<Long> unlisted, List<Long> lateMsrs) {
    static final String MSRS = "MSRS";
    static final String LATE_MSRS = "LATE_MSRS";
    static final String ONE_REGS = "ONE_REGS";
    static final String ATTRIBUTES = "ATTRIBUTES";
    /** The parts that not every kernel of an architecture has, with the capability that announces each. */
    private static final Map<String, String> ANNOUNCED = Map.of(
            "CPUID2",
            "KVM_CAP_EXT_CPUID",
            "TSC_KHZ",
            "KVM_CAP_GET_TSC_KHZ",
            "SREGS2",
            "KVM_CAP_SREGS2",
            "MP_STATE",
            "KVM_CAP_MP_STATE",
            "NESTED_STATE",
            "KVM_CAP_NESTED_STATE",
            ATTRIBUTES,
            "KVM_CAP_VCPU_ATTRIBUTES");

    public StateOrder {
        parts = List.copyOf(parts);
        unlisted = List.copyOf(unlisted);
        lateMsrs = List.copyOf(lateMsrs);
    }

    /** An order without MSRs. */
    public StateOrder(List<String> parts, List<Long> unlisted) {
        this(parts, unlisted, List.of());
    }

    /** The capability that a kernel with this part has; null if all have it. */
    static String announcing(String part) {
        return ANNOUNCED.get(part);
    }

    /** Whether the list of KVM_GET_MSR_INDEX_LIST is needed. */
    public boolean hasMsrs() {
        return parts.contains(MSRS);
    }
}
