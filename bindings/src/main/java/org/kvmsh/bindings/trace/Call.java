package org.kvmsh.bindings.trace;

import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;

/** One system call as it was made. Its argument is put into words when somebody asks: most calls are never looked at. */
public final class Call {
    private final FdKind on;
    private final String name;
    private final int answer;
    private final CallOrigin origin;
    private Supplier<Words> unread;
    private Words words;

    /**
     * A call's argument.
     *
     * @param before in words as the kernel got it
     * @param after  what the kernel put into it, in words; empty where it changed nothing
     */
    record Words(String before, String after) { }

    private Call(FdKind on, String name, int answer, CallOrigin origin, Supplier<Words> unread) {
        this.on = on;
        this.name = name;
        this.answer = answer;
        this.origin = origin;
        this.unread = unread;
    }

    /** @param abi the headers that say what its argument means */
    Call(TracedCall traced, Abi abi) {
        this(traced.on(), traced.name(), traced.answer(), traced.origin(), () -> traced.words(abi));
    }

    /** What it was made on; null for calls that make memory. */
    public FdKind on() {
        return on;
    }

    /** The ioctl's name, its number where the tables know none, or the system call's. */
    public String name() {
        return name;
    }

    /** The argument in words as the kernel got it. */
    public String before() {
        return words().before();
    }

    /** What the kernel put into the argument, in words; empty where it changed nothing. */
    public String after() {
        return words().after();
    }

    /** 0 or more, or a negated errno. */
    public int answer() {
        return answer;
    }

    /** Why it was made, and whether a proposal answered it. */
    public CallOrigin origin() {
        return origin;
    }

    /** The answer in words. */
    public String answerText() {
        if (answer < 0) {
            return Errno.describe(-answer);
        }
        return answer + (after().isEmpty() ? "" : ", " + after());
    }

    private synchronized Words words() {
        if (words == null) {
            words = unread.get();
            unread = null;
        }
        return words;
    }

    @Override public String toString() {
        return "Call[on=" + on + ", name=" + name + ", before=" + before() + ", after=" + after() + ", answer=" + answer + ", origin=" + origin + "]";
    }
}
