package org.kvmsh.dsl.register;

import java.util.List;

/**
 * The state that a snapshot of a vCPU keeps, in the order in which the kernel accepts it.
 *
 * @param parts    the X of KVM_GET_X and KVM_SET_X; MSRS and ONE_REGS are all of them
 * @param unlisted the ids of one-regs if the architecture has no KVM_GET_REG_LIST
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
