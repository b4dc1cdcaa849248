package org.kvmsh.bindings.kvm;

import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A call {@code sync(nr, args…)} of a guest in C: a write of kvmsh's guest library to its port or address, with the
 * number and the arguments in guest memory.
 */
public final class UcallExit implements Exit {
    static final MembersOfExit<UcallExit> MEMBERS = new MembersOfExit<>(UcallExit.class)
            .value("nr", long.class, "the number that the guest passed to sync", UcallExit::getNr)
            .value("args", long[].class, "the other arguments that the guest passed to sync", UcallExit::getArgs)
            .result("the value that sync returns in the guest; 0 if the handler's result is not a number");

    private final Exit write;
    private final long nr;
    private final long[] args;
    private final LongConsumer answered;
    private final Supplier<? extends RuntimeException> unhandled;
    private long answer;

    /**
     * Creates the exit from what the guest wrote to its memory.
     *
     * @param write the exit that KVM reported
     * @param nr the number, of 64 bits
     * @param args at most seven numbers of 64 bits
     * @param answered writes sync's result to guest memory
     * @param unhandled the error if no handler takes the call
     */
    public UcallExit(
            Exit write, long nr, long[] args, LongConsumer answered, Supplier<? extends RuntimeException> unhandled) {
        this.write = write;
        this.nr = nr;
        this.args = args.clone();
        this.answered = answered;
        this.unhandled = unhandled;
    }

    /** The call's number. */
    public long getNr() {
        return nr;
    }

    /** The error if no handler takes the call, whose meaning is only the script's. */
    public RuntimeException unhandled() {
        return unhandled.get();
    }

    /** The call's arguments besides its number. */
    public long[] getArgs() {
        return args.clone();
    }

    @Override
    public String name() {
        return "ucall";
    }

    @Override
    public int reason() {
        return write.reason();
    }

    @Override
    public KvmFile owner() {
        return write.owner();
    }

    @Override
    public long place() {
        return nr;
    }

    @Override
    public String placeInWords() {
        return Long.toUnsignedString(nr);
    }

    @Override
    public Waits waits() {
        return Waits.FOR_A_STATUS;
    }

    @Override
    public void reply(long value) {
        answer = value;
        answered.accept(value);
    }

    @Override
    public long answer() {
        return answer;
    }

    @Override
    public MembersOfExit<UcallExit> members() {
        return MEMBERS;
    }

    @Override
    public String toString() {
        return name() + " " + placeInWords() + CallArguments.text(args.length, i -> args[i]);
    }
}
