package org.kvmsh.bindings.kvm;

import java.util.List;
import java.util.Objects;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.kernel.Region;

/**
 * KVM_EXIT_PAPR_HCALL: a hypercall of a guest on powerpc that KVM leaves to user space (api.rst 5).
 *
 * @param reason the number of KVM_EXIT_PAPR_HCALL
 * @param nr the hypercall's number, from r3
 * @param layout offsets in kvm_run of the guest's arguments and of its results
 * @param run kvm_run
 * @param owner the vCPU; null for a kept copy
 */
public record PaprHcallExit(int reason, long nr, Layout layout, Region run, KvmFile owner) implements Exit {
    static final MembersOfExit<PaprHcallExit> MEMBERS = new MembersOfExit<>(PaprHcallExit.class)
            .value("nr", long.class, "the hypercall's number, from r3", PaprHcallExit::nr)
            .value("call", String.class, "the hypercall's name, or its number", PaprHcallExit::getCall)
            .value(
                    "args",
                    ExitNumbers.class,
                    "r4 to r12; assigning to one sets the guest's register",
                    PaprHcallExit::getArgs)
            .value("text", String.class, "the characters passed to H_PUT_TERM_CHAR", PaprHcallExit::getText)
            .call(
                    "arg",
                    1,
                    long.class,
                    "get a hypercall argument by index, from 0; with a value, set that argument",
                    List.of("index", "value"),
                    PaprHcallExit::argument)
            .result("the status returned in r3; 0 if the result is not a number");

    /**
     * The places of the hypercall's numbers in kvm_run.
     *
     * @param ret the result, in bytes from kvm_run's start
     * @param args the first of the arguments, in bytes from kvm_run's start
     * @param count the number of arguments, 9
     */
    public record Layout(int ret, int args, int count) {}

    @Override
    public String name() {
        return "papr_hcall";
    }

    @Override
    public long place() {
        return nr;
    }

    @Override
    public Waits waits() {
        return Waits.FOR_A_STATUS;
    }

    @Override
    public String placeInWords() {
        return getCall();
    }

    /** There is no such function (PAPR, "Hypervisor Call Status Codes"). */
    @Override
    public void refuse() {
        reply(Hypercalls.number("H_FUNCTION"));
    }

    /** H_PUT_TERM_CHAR of 0x58, or the number where it has no name. */
    public String getCall() {
        return Hypercalls.name(nr);
    }

    /** The values of r4 to r12; the kernel reads them back (book3s_hv.c, hcall_needed). */
    public ExitNumbers getArgs() {
        return new ExitNumbers(run, layout.args(), Long.BYTES, layout.count(), owner == null ? ExitNumbers.KEPT : null);
    }

    /**
     * One argument: r4 to r12.
     *
     * @param index 0 to 8
     */
    public long arg(int index) {
        return run.getLong(at(index));
    }

    /**
     * Changes r4 and up for when the guest continues: the kernel reads the arguments back (book3s_hv.c, hcall_needed).
     *
     * @param index 0 to 8
     * @param value the register's 64 bits
     */
    public void arg(int index, long value) {
        run.putLong(at(index), value);
    }

    private long at(int index) {
        return layout.args() + (long) Objects.checkIndex(index, layout.count()) * Long.BYTES;
    }

    private static Object argument(PaprHcallExit exit, long... numbers) {
        int index = (int) numbers[0];
        if (numbers.length == 1) {
            return exit.arg(index);
        }
        exit.arg(index, numbers[1]);
        return null;
    }

    /** The value of r3 when the guest continues. */
    @Override
    public long answer() {
        return run.getLong(layout.ret());
    }

    /** Answers the hypercall, in r3; the guest gets it at the next KVM_RUN. */
    @Override
    public void reply(long value) {
        run.putLong(layout.ret(), value);
    }

    /**
     * The characters of H_PUT_TERM_CHAR: the second argument counts them, and the registers after it hold them, the
     * first one in the highest byte in either byte order of the guest (PAPR, H_PUT_TERM_CHAR).
     */
    public String getText() {
        int length = (int) Math.max(0, Math.min(arg(1), MOST_CHARACTERS));
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (arg(2 + i / Long.BYTES) >>> Long.SIZE - Byte.SIZE * (i % Long.BYTES + 1) & 0xff));
        }
        return text.toString();
    }

    /** Two registers full. */
    private static final long MOST_CHARACTERS = 2 * Long.BYTES;

    @Override
    public MembersOfExit<PaprHcallExit> members() {
        return MEMBERS;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("papr_hcall ").append(getCall());
        if (!getCall().startsWith("0x")) {
            text.append(" (0x").append(Long.toHexString(nr)).append(')');
        }
        return text.append(CallArguments.text(layout.count(), this::arg)).toString();
    }
}
