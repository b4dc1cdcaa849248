package org.kvmsh.bindings.kvm;

/** KVM_EXIT_DEBUG: a breakpoint or a single step that KVM_SET_GUEST_DEBUG asked for (api.rst 4.87). */
public final class DebugExit extends NamedExit {
    private static final MembersOfExit<DebugExit> MEMBERS = NamedExit.<DebugExit>namedMembers().value("address", DebugExit::getAddress);

    private long address;

    DebugExit(Head head) {
        super(head);
    }

    @Override public MembersOfExit<DebugExit> members() {
        return MEMBERS;
    }

    /** Says where the guest is, which kvm_run does not tell on every architecture. */
    public void at(long programCounter) {
        address = programCounter;
    }

    /** Where the guest is: on x86 the linear address. */
    public long getAddress() {
        return address;
    }

    @Override public long place() {
        return getAddress();
    }
}
