package org.kvmsh.bindings.trace;

import java.util.Arrays;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kernel.StructText;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeptExit;

/**
 * A system call with all that a replay of it needs. Its text is formatted only on request.
 *
 * @param nanos from the start of the trace to the call's return
 * @param took how long it took, in nanoseconds; 0 if that was not measured
 * @param on the kind of its descriptor; null for one that is not KVM's
 * @param fd the descriptor; -1 if the call has none
 * @param name the ioctl's name, its number if the tables do not have it, or the system call's name
 * @param request the ioctl's number; 0 if it is not an ioctl
 * @param plain its plain argument in words: a value, a path, a size; empty if it has none
 * @param memory first the argument itself, then the targets of its pointers; for KVM_RUN first the start of kvm_run,
 *     then the values of an exit of IO: those that the call was given for the exit before, and those that it brought
 * @param answer 0 or more, or a negated errno
 * @param origin its origin, and whether a proposal in front of the kernel answered it
 */
public record TracedCall(
        long nanos,
        long took,
        FdKind on,
        int fd,
        String name,
        int request,
        String plain,
        List<Piece> memory,
        int answer,
        CallOrigin origin) {
    /** The name of KVM_RUN, whose argument is its kvm_run. */
    public static final String RUN = "KVM_RUN";
    /** The name of mmap(2). */
    static final String MMAP = "mmap";

    /**
     * Memory that a call was given.
     *
     * @param address where the kernel saw it; in kvm_run from its start
     * @param size bytes; more than there are here where it was too much to keep
     * @param in what was there before the call; null if it was not looked at then
     * @param out what was there after it, the same object where it is the same; null if it was not looked at then
     */
    public record Piece(long address, long size, byte[] in, byte[] out) {}

    /**
     * This call with another time.
     *
     * @param otherNanos nanoseconds, as {@link #nanos}
     */
    public TracedCall at(long otherNanos) {
        return new TracedCall(otherNanos, took, on, fd, name, request, plain, memory, answer, origin);
    }

    /** The call, as the headers of its board name its argument. */
    public Call call(Abi abi) {
        return new Call(this, abi);
    }

    /** This call as an ioctl of the tables; null if they do not have it. */
    public Ioctl ioctl(Abi abi) {
        return on == null || request == 0 ? null : abi.ioctl(on, request);
    }

    Call.Words words(Abi abi) {
        if (name.equals(RUN) && !memory.isEmpty()) {
            return new Call.Words(given(abi), answer == 0 ? exit(abi, false).toString() : "");
        }
        if (name.equals(MMAP)) {
            return new Call.Words("fd " + fd + ", " + plain.replaceFirst(", offset 0x0$", ""), "");
        }
        Ioctl ioctl = ioctl(abi);
        if (ioctl != null && memory.isEmpty()) {
            return new Call.Words(NumberText.ofArgument(abi, name, plain.isEmpty() ? 0 : NumberText.read(plain)), "");
        }
        if (ioctl == null || ioctl.struct() == null) {
            return new Call.Words(plain, "");
        }
        String before = text(abi, ioctl.struct(), false);
        String after = answer < 0 ? before : text(abi, ioctl.struct(), true);
        return new Call.Words(before, after.equals(before) ? "" : after);
    }

    /** The exit that the call ended with, or the one that it completed. */
    private Exit exit(Abi abi, boolean before) {
        Piece run = memory.get(0);
        Piece values = memory.stream()
                .skip(1)
                .filter(piece -> (before ? piece.in() : piece.out()) != null)
                .findFirst()
                .orElse(null);
        int length = values == null ? 0 : Math.toIntExact(values.address() + values.size());
        byte[] page = Arrays.copyOf(before ? run.in() : run.out(), Math.max(length, (int) run.size()));
        if (values != null) {
            System.arraycopy(before ? values.in() : values.out(), 0, page, (int) values.address(), (int) values.size());
        }
        return KeptExit.of(abi, new HeapRegion(page, abi.order()));
    }

    /** The value that an exit of input gets when KVM_RUN is entered again, in words; empty for others. */
    private String given(Abi abi) {
        Exit exit = memory.get(0).in() == null ? null : exit(abi, true);
        boolean known = exit != null
                && exit.waits() != Exit.Waits.FOR_NOTHING
                && (!(exit instanceof Exit.Io) || memory.stream().skip(1).anyMatch(piece -> piece.in() != null));
        return known ? "with 0x" + Long.toHexString(exit.answer()) : "";
    }

    private String text(Abi abi, Struct struct, boolean after) {
        Region[] regions = memory.stream().map(piece -> at(piece, after, abi)).toArray(Region[]::new);
        if (regions[0].size() < struct.size()) {
            return "";
        }
        Region[] reached = new Region[regions.length - 1];
        System.arraycopy(regions, 1, reached, 0, reached.length);
        return StructText.of(abi, struct, regions[0], reached);
    }

    private static Region at(Piece piece, boolean after, Abi abi) {
        byte[] bytes = after ? piece.out() : piece.in();
        return new HeapRegion(piece.address(), bytes, abi.order());
    }
}
