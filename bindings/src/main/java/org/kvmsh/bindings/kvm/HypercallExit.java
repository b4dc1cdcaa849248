package org.kvmsh.bindings.kvm;

import java.util.List;

/**
 * KVM_EXIT_HYPERCALL: a hypercall that KVM_CAP_EXIT_HYPERCALL, or on arm64 the filter of SMCCC, leaves to user space
 * (api.rst 7.30, devices/vm.rst).
 */
public final class HypercallExit extends NamedExit {
    /** A hypercall that there is not: KVM_ENOSYS of include/uapi/linux/kvm_para.h. */
    private static final long NO_SUCH_CALL = -1000;

    static final MembersOfExit<HypercallExit> MEMBERS = new MembersOfExit<>(HypercallExit.class)
            .call(
                    "arg",
                    1,
                    long.class,
                    "an argument of the hypercall, by index from 0",
                    List.of("index"),
                    (e, index) -> e.arg((int) index[0]))
            .result("the hypercall's result; 0 if the handler's result is not a number");

    /**
     * The kernel copies {@code ret} into the guest's register and nothing else (arch/x86/kvm/x86.c,
     * complete_hypercall_exit).
     */
    private static final String NOT_TAKEN_BACK =
            "KVM does not copy the arguments of this hypercall back to the guest: set the guest's register with"
                    + " e.vcpu.regs";

    HypercallExit(Head head) {
        super(head);
    }

    @Override
    public MembersOfExit<HypercallExit> members() {
        return MEMBERS;
    }

    /** The hypercall's number. */
    public long getNr() {
        return fields().number("nr");
    }

    @Override
    public Object get(String field) {
        return field.equals("args") ? fields().numbers(field, NOT_TAKEN_BACK) : super.get(field);
    }

    /** One argument, from 0. */
    public long arg(int index) {
        return fields().number("args", index);
    }

    @Override
    public long place() {
        return getNr();
    }

    @Override
    public Waits waits() {
        return Waits.FOR_A_STATUS;
    }

    @Override
    public void reply(long value) {
        fields().put("ret", value);
    }

    @Override
    public long answer() {
        return fields().number("ret");
    }

    @Override
    public void refuse() {
        reply(NO_SUCH_CALL);
    }
}
