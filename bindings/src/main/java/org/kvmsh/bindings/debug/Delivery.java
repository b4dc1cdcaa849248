package org.kvmsh.bindings.debug;

/** Whether what KVM_SET_GUEST_DEBUG asks for stops a guest on a board: a KVM takes all of it, also what its processor then never tells. */
public enum Delivery {
    /** A guest was stopped. */
    DELIVERED,
    /** A guest ran on. */
    LOST,
    /** Nobody has tried. */
    UNKNOWN;

    /** The one that holds on two boards alike. */
    public Delivery and(Delivery other) {
        return this == LOST || other == LOST ? LOST : this == UNKNOWN || other == UNKNOWN ? UNKNOWN : DELIVERED;
    }
}
