package org.kvmsh.bindings.trace;

import java.util.List;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.StructFields;
import org.kvmsh.bindings.kernel.StructText;

/** One system call. Its argument is formatted only on request: most calls are never displayed. */
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
     * @param before in words, before the call
     * @param after what the kernel wrote into it, in words; empty if it changed nothing
     */
    record Words(String before, String after) {}

    /** @param abi the headers for the meaning of its argument */
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

    /** The struct of the call; null if it has none. */
    public Struct struct() {
        Ioctl ioctl = traced.memory().isEmpty() ? null : traced.ioctl(abi);
        return ioctl == null ? null : ioctl.struct();
    }

    /** The bytes of its struct, as the kernel got them or as it left them. */
    public byte[] bytes(boolean after) {
        return after ? traced.memory().get(0).out() : traced.memory().get(0).in();
    }

    /**
     * The values of its struct's fields that a reader is shown, as the kernel got them or as it left them; empty if it
     * has no struct, or it is not known.
     */
    public List<StructFields.Shown> fields(boolean after) {
        byte[] bytes = struct() == null ? null : bytes(after);
        return bytes == null || bytes.length < struct().size()
                ? List.of()
                : StructFields.of(abi, struct(), new HeapRegion(bytes, abi.order()));
    }

    /** The plain argument; null if the call takes none or is given memory. */
    public Long value() {
        return traced.request() == 0 || !traced.memory().isEmpty()
                ? null
                : traced.plain().isEmpty() ? 0L : (Long) NumberText.read(traced.plain());
    }

    /**
     * The fields of the struct that differ from earlier bytes, in words; null if that would be all of them.
     *
     * @param known the struct's earlier bytes
     * @param after whether to compare the bytes that the kernel left, not those that it got
     */
    public String changes(byte[] known, boolean after) {
        return StructText.changes(
                abi, struct(), new HeapRegion(known, abi.order()), new HeapRegion(bytes(after), abi.order()));
    }

    /** The kind of its descriptor; null for calls that allocate memory. */
    public FdKind on() {
        return on;
    }

    /** The ioctl's name, its number if the tables do not have it, or the system call's name. */
    public String name() {
        return name;
    }

    /** The argument in words as the kernel got it. */
    public String before() {
        return words().before();
    }

    /** The fields that the kernel wrote into the argument, in words; empty if it changed nothing. */
    public String after() {
        return words().after();
    }

    /** 0 or more, or a negated errno. */
    public int answer() {
        return answer;
    }

    /** The origin of the call, and whether a proposal answered it. */
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

    @Override
    public String toString() {
        return "Call[on=" + on + ", name=" + name + ", before=" + before() + ", after=" + after() + ", answer=" + answer
                + ", origin=" + origin + "]";
    }
}
