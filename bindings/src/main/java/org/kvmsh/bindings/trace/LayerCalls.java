package org.kvmsh.bindings.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.ForwardingKernel;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/** The kernel below a proposal: keeps the proposal's calls of each thread, except close, until the trace reads them. */
public final class LayerCalls extends ForwardingKernel implements Layer {
    private final IntFunction<FdKind> kinds;
    private final Supplier<Abi> abi;
    /** Another such layer below this one, or null. */
    private final Layer lower;

    private final ThreadLocal<Kept> kept = ThreadLocal.withInitial(Kept::new);

    private static final class Kept {
        private boolean answered;
        private List<TracedCall> made = List.of();
    }

    /**
     * @param kinds what each descriptor is
     * @param abi the headers for displaying the calls
     */
    public LayerCalls(Kernel below, IntFunction<FdKind> kinds, Supplier<Abi> abi) {
        super(below);
        this.kinds = kinds;
        this.abi = abi;
        this.lower = below instanceof Layer layer ? layer : null;
    }

    @Override
    public Abi abi() {
        return abi.get();
    }

    /** Notes that the layer answers the thread's call. */
    public void answered() {
        kept.get().answered = true;
    }

    /** Drops the records of the thread's earlier calls that nobody read. */
    public void begin() {
        Kept now = kept.get();
        now.answered = false;
        now.made = List.of();
    }

    @Override
    public Part part() {
        Kept now = kept.get();
        Part below = lower == null ? Part.NONE : lower.part();
        if (!now.answered && now.made.isEmpty()) {
            return below;
        }
        List<TracedCall> made = new ArrayList<>(now.made);
        made.addAll(below.made());
        Part part = new Part(now.answered || below.answered(), made);
        begin();
        return part;
    }

    @Override
    public int open(String path) {
        int fd = below().open(path);
        keep(null, -1, "open", 0, path, List.of(), fd);
        return fd;
    }

    @Override
    public Mapped map(int fd, long size, long offset) {
        Mapped mapped = below().map(fd, size, offset);
        keep(kinds.apply(fd), fd, TracedCall.MMAP, 0, TracingKernel.plain(size, offset), List.of(), -mapped.errno());
        return mapped;
    }

    @Override
    public int ioctl(int fd, int request, long value) {
        int answer = below().ioctl(fd, request, value);
        keep(fd, request, TracingKernel.plain(value), List.of(), answer);
        return answer;
    }

    @Override
    public int ioctl(int fd, int request, Region argument, Region... reached) {
        List<byte[]> given = CallMemory.read(ioctl(fd, request), argument, reached, false);
        int answer = below().ioctl(fd, request, argument, reached);
        keep(fd, request, "", List.of(CallMemory.pieces(given, argument, reached)), answer);
        return answer;
    }

    private Ioctl ioctl(int fd, int request) {
        FdKind on = kinds.apply(fd);
        return on == null ? null : abi().ioctl(on, request);
    }

    private void keep(int fd, int request, String plain, List<Piece> memory, int answer) {
        Ioctl ioctl = ioctl(fd, request);
        keep(
                kinds.apply(fd),
                fd,
                ioctl == null ? TracingKernel.unnamed(request) : ioctl.name(),
                request,
                plain,
                memory,
                answer);
    }

    private void keep(FdKind on, int fd, String name, int request, String plain, List<Piece> memory, int answer) {
        Kept now = kept.get();
        if (now.made.isEmpty()) {
            now.made = new ArrayList<>();
        }
        CallOrigin origin = CallOrigin.current();
        now.made.add(new TracedCall(
                0,
                0,
                on,
                fd,
                name,
                request,
                plain,
                memory,
                answer,
                origin.isOwn() ? origin : CallOrigin.PROPOSAL_MADE));
        if (lower != null) {
            now.made.addAll(lower.part().made());
        }
    }
}
