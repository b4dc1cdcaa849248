package org.kvmsh.bindings.trace;

import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.StructText;

/** One system call as it was made. Its argument is formatted only on request: most calls are never looked at. */
public final class Call {
    private final FdKind on;
    private final String name;
    private final int answer;
    private final CallOrigin origin;
    private final TracedCall traced;
    private final Abi abi;
    private Supplier<Words> unread;
    private Words words;

    /**
     * A call's argument.
     *
     * @param before in words as the kernel got it
     * @param after  what the kernel put into it, in words; empty if it changed nothing
     */
    record Words(String before, String after) { }

    /** @param abi the headers that say what its argument means */
    Call(TracedCall traced, Abi abi) {
        this.on = traced.on();
        this.name = traced.name();
        this.answer = traced.answer();
        this.origin = traced.origin();
        this.traced = traced;
        this.abi = abi;
        this.unread = () -> traced.words(abi);
    }

    /** The descriptor; -1 if the call has none. */
    public int fd() {
        return traced.fd();
    }

    /** The struct that it was given; null if it was given none. */
    public Struct struct() {
        Ioctl ioctl = traced.memory().isEmpty() ? null : traced.ioctl(abi);
        return ioctl == null ? null : ioctl.struct();
    }

    /** The bytes of its struct, as the kernel got them or as it left them. */
    public byte[] bytes(boolean after) {
        return after ? traced.memory().get(0).out() : traced.memory().get(0).in();
    }

    /** The fields of its struct that differ from bytes; null if that says no less than all of them. */
    public String changes(byte[] known, boolean after) {
        return StructText.changes(abi, struct(), new HeapRegion(known, abi.order()), new HeapRegion(bytes(after), abi.order()));
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

    /** What the kernel put into the argument, in words; empty if it changed nothing. */
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
