package org.kvmsh.dsl.register;

import java.util.List;

/**
 * What of a vCPU is kept, in the order in which the kernel takes it back.
 *
 * @param parts    what KVM_GET_X gives and KVM_SET_X takes, each by its X; MSRS and ONE_REGS are all that there are of them
 * @param unlisted the ids of one-regs where the architecture has no KVM_GET_REG_LIST
 */
public record StateOrder(List<String> parts, List<Long> unlisted) {
    static final String MSRS = "MSRS";
    static final String ONE_REGS = "ONE_REGS";

    public StateOrder {
        parts = List.copyOf(parts);
        unlisted = List.copyOf(unlisted);
    }

    /** Whether the list of KVM_GET_MSR_INDEX_LIST is needed. */
    public boolean hasMsrs() {
        return parts.contains(MSRS);
    }
}
