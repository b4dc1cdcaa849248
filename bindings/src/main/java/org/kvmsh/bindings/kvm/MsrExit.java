package org.kvmsh.bindings.kvm;

/** KVM_EXIT_X86_RDMSR and KVM_EXIT_X86_WRMSR: an MSR that is user space's to read or write (api.rst 7.21). */
public final class MsrExit extends NamedExit {
    private final boolean write;

    MsrExit(int reason, String name, String sentence, ExitFields fields, Vcpu owner, boolean write) {
        super(reason, name, sentence, fields, owner);
        this.write = write;
    }

    public boolean isWrite() {
        return write;
    }

    /** The MSR's number. */
    public long getIndex() {
        return fields().number("index");
    }

    /** What is written; what a handler has answered so far. */
    public long getValue() {
        return fields().number("data");
    }

    @Override public long place() {
        return getIndex();
    }

    @Override public Waits waits() {
        return write || fields().number("error") != 0 ? Waits.FOR_NOTHING : Waits.FOR_A_VALUE;
    }

    @Override public void reply(long value) {
        fields().put("data", value);
    }

    /** The guest takes a general protection fault, as for an MSR that its processor does not have. */
    @Override public void refuse() {
        fields().put("error", 1);
    }
}
