package org.kvmsh.bindings.kvm;

import java.util.function.LongSupplier;

/** KVM_EXIT_DEBUG: a breakpoint or a single step requested by KVM_SET_GUEST_DEBUG (api.rst 4.87). */
public final class DebugExit extends NamedExit {
    static final MembersOfExit<DebugExit> MEMBERS = new MembersOfExit<>(DebugExit.class)
            .value("address", long.class, "the guest's pc; on x86, its linear address", DebugExit::getAddress);

    private long address;
    private boolean isKnown;
    /** The source of the guest's address, for whoever asks; null if the address is known already. */
    private LongSupplier asks;

    DebugExit(Head head) {
        super(head);
    }

    @Override
    public MembersOfExit<DebugExit> members() {
        return MEMBERS;
    }

    /**
     * Sets the guest's pc, which kvm_run does not have on every architecture.
     *
     * @param programCounter an address of the guest; on x86 linear
     */
    public void at(long programCounter) {
        address = programCounter;
        isKnown = true;
        asks = null;
    }

    /** Sets how to find the guest's pc, which costs a call at its first use. */
    public void at(LongSupplier programCounter) {
        asks = programCounter;
    }

    /** The guest's pc; on x86 its linear address. 0 if it is not known. */
    public long getAddress() {
        if (asks != null) {
            at(asks.getAsLong());
        }
        return address;
    }

    @Override
    public long place() {
        return getAddress();
    }

    /** A recorded exit whose pc was not requested. */
    @Override
    public String placeInWords() {
        return isKnown || asks != null ? super.placeInWords() : "";
    }
}
