package org.kvmsh.bindings.model.arm64;

/**
 * An action that an instruction leaves to its caller.
 *
 * @param address the guest physical address of an access
 * @param bytes of an access
 * @param value the value of a store, or the immediate of HVC, SVC or BRK
 * @param target the target register of a load
 * @param signExtends whether a load of less than 64 bits is signed
 * @param is64 whether a load fills 64 bits of its register
 */
record A64Event(Kind kind, long address, int bytes, long value, int target, boolean signExtends, boolean is64) {
    /**
     * LOAD and STORE have a complete syndrome for KVM; UNDESCRIBED ones have none (D17.2, "ISS encoding for an
     * exception from a Data Abort", ISV). WATCHED ones are not made yet; the value of a store is 1.
     */
    enum Kind {
        LOAD,
        STORE,
        UNDESCRIBED,
        WATCHED,
        HVC,
        SMC,
        SVC,
        BRK,
        WFI
    }

    static A64Event load(long address, int bytes, int target, boolean signExtends, boolean is64) {
        return new A64Event(Kind.LOAD, address, bytes, 0, target, signExtends, is64);
    }

    static A64Event store(long address, int bytes, long value) {
        return new A64Event(Kind.STORE, address, bytes, value, 0, false, false);
    }

    static A64Event undescribed(long address) {
        return new A64Event(Kind.UNDESCRIBED, address, 0, 0, 0, false, false);
    }

    static A64Event watched(long address, boolean store) {
        return new A64Event(Kind.WATCHED, address, 0, store ? 1 : 0, 0, false, false);
    }

    static A64Event of(Kind kind, long number) {
        return new A64Event(kind, 0, 0, number, 0, false, false);
    }
}
