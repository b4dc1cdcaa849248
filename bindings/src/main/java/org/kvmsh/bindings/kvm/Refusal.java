package org.kvmsh.bindings.kvm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.kvm.rules.Rulebook;

/** A call that the kernel refused: which, on what, with which argument and errno, and the rules that it broke. */
public final class Refusal {
    /** The prefix of the line of the details that has the argument. */
    public static final String ARGUMENT = "argument: ";

    private final String headline;
    private final String call;
    private final FdKind on;
    private final String argument;
    private final int errno;
    private final Supplier<Diagnosis> diagnose;
    private final List<String> more;
    private Diagnosis diagnosis;
    private Left left;

    /**
     * The struct of a refused call after it: a kernel may have written a part of it, such as the number of elements
     * that it has.
     *
     * @param bytes with its flexible array, if it has one
     */
    public record Left(Abi abi, Struct struct, byte[] bytes) {}

    private Refusal(
            String headline,
            String call,
            FdKind on,
            String argument,
            int errno,
            Supplier<Diagnosis> diagnose,
            List<String> more) {
        this.headline = headline;
        this.call = call;
        this.on = on;
        this.argument = argument;
        this.errno = errno;
        this.diagnose = diagnose;
        this.more = List.copyOf(more);
    }

    /**
     * @param call the ioctl's or system call's name
     * @param on the kind of its descriptor
     * @param argument as passed, in words; empty if the call takes none
     * @param errno the positive error number
     * @param diagnose finds the broken rules on request
     */
    Refusal(String call, FdKind on, String argument, int errno, Supplier<Diagnosis> diagnose) {
        this(call, on, argument, errno, diagnose, List.of());
    }

    /** @param more further facts about the call, a line each */
    Refusal(String call, FdKind on, String argument, int errno, Supplier<Diagnosis> diagnose, List<String> more) {
        this(
                call + " on " + on.phrase() + " failed with " + Errno.describe(errno),
                call,
                on,
                argument,
                errno,
                diagnose,
                more);
    }

    /** Sets the struct as the call left it. */
    Refusal leaving(Left after) {
        left = after;
        return this;
    }

    /** The struct as the call left it; null if its argument is none. */
    public Left left() {
        return left;
    }

    /**
     * A refused system call other than an ioctl: of memory, of an eventfd.
     *
     * @param what the call was for, in words
     * @param errno the positive error number
     */
    public static Refusal ofSystemCall(Abi abi, String call, String what, int errno) {
        return new Refusal(
                what + " failed with " + Errno.describe(errno),
                call,
                null,
                "",
                errno,
                () -> Rulebook.known(abi, call, errno),
                List.of());
    }

    /**
     * A refused KVM_RUN.
     *
     * @param what the call with its vCPU
     * @param errno the positive error number
     * @param diagnose finds the broken rules on request
     * @param more further facts about the vCPU, a line each
     */
    public static Refusal ofRun(String what, int errno, Supplier<Diagnosis> diagnose, List<String> more) {
        return new Refusal(
                what + " failed with " + Errno.describe(errno), "KVM_RUN", FdKind.VCPU, "", errno, diagnose, more);
    }

    /** The name of the ioctl or system call. */
    public String call() {
        return call;
    }

    /** The kind of its descriptor; null if it is not an ioctl and does not open a KVM device. */
    public FdKind on() {
        return on;
    }

    /** The argument as passed, in words; empty if the call takes none. */
    public String argument() {
        return argument;
    }

    /** The positive error number. */
    public int errno() {
        return errno;
    }

    /** The rules that the call broke, as far as kvmsh can check. */
    public synchronized Diagnosis diagnosis() {
        if (diagnosis == null) {
            diagnosis = diagnose.get();
        }
        return diagnosis;
    }

    private List<String> rules() {
        List<String> known = diagnosis().lines();
        return known.isEmpty() ? List.of(Diagnosis.noneKnown(call, errno)) : known;
    }

    /** The call, its descriptor and the errno in one line. */
    public String headline() {
        return headline;
    }

    /** The argument, the rule, and further facts, a line each. */
    public List<String> details() {
        List<String> details = new ArrayList<>();
        if (!argument.isEmpty()) {
            details.add(ARGUMENT + argument);
        }
        details.addAll(rules());
        details.addAll(more);
        return details;
    }

    /** The headline and the details, a line each. */
    @Override
    public String toString() {
        return headline + "\n  " + String.join("\n  ", details());
    }
}
