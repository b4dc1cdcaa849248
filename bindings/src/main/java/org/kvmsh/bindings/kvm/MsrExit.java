package org.kvmsh.bindings.kvm;

import java.util.List;

/** KVM_EXIT_X86_RDMSR and KVM_EXIT_X86_WRMSR: an MSR access that user space handles (api.rst 7.21). */
public final class MsrExit extends NamedExit {
    static final MembersOfExit<MsrExit> MEMBERS = new MembersOfExit<>(MsrExit.class)
            .value("value", long.class, "the value that the guest writes", MsrExit::getValue)
            .value("write", boolean.class, "true if the access is a write", MsrExit::isWrite)
            .call(
                    "refuse",
                    0,
                    void.class,
                    "fail the access: the guest takes a general protection fault (#GP)",
                    List.of(),
                    (e, none) -> {
                        e.refuse();
                        return null;
                    })
            .result("the MSR's value");

    private final boolean write;

    MsrExit(Head head) {
        super(head);
        write = head.name().equals("x86_wrmsr");
    }

    @Override
    public MembersOfExit<MsrExit> members() {
        return MEMBERS;
    }

    /** Whether the guest writes the MSR. */
    public boolean isWrite() {
        return write;
    }

    /** The MSR's number. */
    public long getIndex() {
        return fields().number("index");
    }

    /** The value that the guest writes; for a read, the value that a handler has answered so far. */
    public long getValue() {
        return fields().number("data");
    }

    @Override
    public long place() {
        return getIndex();
    }

    @Override
    public Waits waits() {
        return write || fields().number("error") != 0 ? Waits.FOR_NOTHING : Waits.FOR_A_VALUE;
    }

    @Override
    public void reply(long value) {
        fields().put("data", value);
    }

    @Override
    public long answer() {
        return getValue();
    }

    /** The guest takes a general protection fault, as for an MSR that its processor does not have. */
    @Override
    public void refuse() {
        fields().put("error", 1);
    }
}
