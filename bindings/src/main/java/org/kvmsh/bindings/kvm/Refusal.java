package org.kvmsh.bindings.kvm;

import java.util.function.Supplier;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.rules.Diagnosis;

/** A call that the kernel refused: which, on what, with which argument and errno, and the rules that it broke. */
public final class Refusal {
    private final String call;
    private final FdKind on;
    private final String argument;
    private final int errno;
    private final Supplier<Diagnosis> diagnose;
    private Diagnosis diagnosis;

    /**
     * @param call     the ioctl's or system call's name
     * @param on       the kind of descriptor that it was made on
     * @param argument in words, as it was asked; empty if the call takes none
     * @param errno    the positive error number
     * @param diagnose looks for the rules when somebody wants to know
     */
    Refusal(String call, FdKind on, String argument, int errno, Supplier<Diagnosis> diagnose) {
        this.call = call;
        this.on = on;
        this.argument = argument;
        this.errno = errno;
        this.diagnose = diagnose;
    }

    public String call() {
        return call;
    }

    public FdKind on() {
        return on;
    }

    public String argument() {
        return argument;
    }

    public int errno() {
        return errno;
    }

    /** The rules that the call broke, as far as kvmsh can tell. */
    public synchronized Diagnosis diagnosis() {
        if (diagnosis == null) {
            diagnosis = diagnose.get();
        }
        return diagnosis;
    }

    /** Which call on what gave which errno, in one line. */
    public String headline() {
        return call + " on " + on.phrase() + " gave " + Errno.describe(errno);
    }

    /** The headline, what was asked and the rule, a line each. */
    @Override public String toString() {
        String rule = diagnosis().inWords();
        return headline() + (argument.isEmpty() ? "" : "\n  asked: " + argument) + (rule == null ? "" : "\n  rule: " + rule);
    }
}
