package org.kvmsh.bindings.kvm;

/** KVM_EXIT_DEBUG: a breakpoint or a single step that KVM_SET_GUEST_DEBUG asked for (api.rst 4.87). */
public final class DebugExit extends NamedExit {
    private long address;

    DebugExit(int reason, String name, String sentence, ExitFields fields, Vcpu owner) {
        super(reason, name, sentence, fields, owner);
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
