package org.kvmsh.bindings.kvm;

/** Whether a debug stop works on a board: KVM accepts all of them, even those that its processor never delivers. */
public enum Delivery {
    /** A guest was stopped. */
    DELIVERED,
    /** A guest ran on. */
    LOST,
    /** It was not probed. */
    UNKNOWN;

    /** The one that holds on two boards alike. */
    public Delivery and(Delivery other) {
        return this == LOST || other == LOST ? LOST : this == UNKNOWN || other == UNKNOWN ? UNKNOWN : DELIVERED;
    }
}
