package org.kvmsh.bindings.kvm;

import java.util.function.LongSupplier;

/** KVM_EXIT_DEBUG: a breakpoint or a single step that KVM_SET_GUEST_DEBUG asked for (api.rst 4.87). */
public final class DebugExit extends NamedExit {
    static final MembersOfExit<DebugExit> MEMBERS = new MembersOfExit<DebugExit>().value("address", long.class, "where the guest is: on x86 the linear address", DebugExit::getAddress);

    private long address;
    private boolean isKnown;
    /** Where the guest is, for whoever asks; null if that is known already. */
    private LongSupplier asks;

    DebugExit(Head head) {
        super(head);
    }

    @Override public MembersOfExit<DebugExit> members() {
        return MEMBERS;
    }

    /** Says where the guest is, which kvm_run does not tell on every architecture. */
    public void at(long programCounter) {
        address = programCounter;
        isKnown = true;
        asks = null;
    }

    /** Says how to find out where the guest is, which costs a call, when somebody first asks. */
    public void at(LongSupplier programCounter) {
        asks = programCounter;
    }

    /** Where the guest is: on x86 the linear address. */
    public long getAddress() {
        if (asks != null) {
            at(asks.getAsLong());
        }
        return address;
    }

    @Override public long place() {
        return getAddress();
    }

    /** Nobody has asked where the guest is for an exit that is kept. */
    @Override public String placeInWords() {
        return isKnown || asks != null ? super.placeInWords() : "";
    }
}
