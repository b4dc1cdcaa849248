package org.kvmsh.bindings.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.ExitAnswers;
import org.kvmsh.bindings.kernel.FileStatus;
import org.kvmsh.bindings.kernel.ForwardingKernel;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.KnownMemory;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.trace.TracedCall.Piece;

/**
 * A kernel that reports every call except KVM_RUN to listeners and keeps the last calls in a ring, if there is one. The
 * ring can include KVM_RUN; if it does not, KVM_RUN costs nothing extra.
 */
public final class TracingKernel extends ForwardingKernel {
    private static final Piece[] NOTHING = {};
    /** The least size of memory that can be a guest's: a page; the structs of most calls are smaller. */
    private static final long PAGE = 0x1000;

    /** The layer in front of the kernel below; may be null. */
    private final Layer layer;
    /** Whether the layer answered the thread's last ioctl. */
    private final ThreadLocal<Boolean> answered = new ThreadLocal<>();
    /** The kind of file of each descriptor: a number names an ioctl only together with it. */
    private final Map<Integer, FdKind> kinds = new ConcurrentHashMap<>();
    /** The board's own, and what patches added to it. */
    private volatile Abi abi;

    private final List<Consumer<Call>> listeners = new CopyOnWriteArrayList<>();
    /** Null if nobody listens. */
    private volatile Consumer<KernelLog> logListener;

    private volatile CallRing ring;
    /** Null unless the tracepoints of the kernel are wanted. */
    private volatile KernelEvents events;

    /** Each vCPU's kvm_run, by descriptor. */
    private final Map<Integer, Region> runs = new ConcurrentHashMap<>();

    private final Map<Integer, TracedRun> traced = new ConcurrentHashMap<>();
    private final KnownMemory memory = new KnownMemory();

    public TracingKernel(Kernel below) {
        super(below);
        this.layer = below instanceof Layer front ? front : null;
        this.abi = below.abi();
    }

    /** Adds a patch's names to the board's ABI, from now on. */
    public void define(Abi withPatch) {
        abi = withPatch;
    }

    /** Reports calls to a listener, until {@link #forget}. */
    public void tell(Consumer<Call> listener) {
        listeners.add(listener);
    }

    /** Removes a listener; it gets no further calls. */
    public void forget(Consumer<Call> listener) {
        listeners.remove(listener);
    }

    /** Reports what the board's kernel logs during calls, including KVM_RUN. */
    public void tellLog(Consumer<KernelLog> listener) {
        logListener = listener;
    }

    /** Keeps calls in a ring from now on, or in none if it is null. */
    public void keepIn(CallRing calls) {
        ring = calls;
    }

    /**
     * Keeps the events of KVM's tracepoints in the board's kernel with the calls from now on, or no longer.
     *
     * @return why the kernel's events cannot be read, a clause; null if they are, or are not wanted
     */
    public synchronized String keepEvents(boolean wanted) {
        if (events != null) {
            events.stop();
        }
        events = wanted ? new KernelEvents(below()) : null;
        return wanted ? events.start() : null;
    }

    /** Reports the calls that the layer in front made for a query that is not a call. */
    public void tellMade() {
        made(part());
    }

    /** Whether anybody listens to a call. */
    private boolean isHeard() {
        return ring != null || !listeners.isEmpty();
    }

    /** Nanoseconds since the start of the trace; 0 without a ring. */
    private long now() {
        CallRing calls = ring;
        return calls == null ? 0 : calls.now();
    }

    private void kept(
            long began, FdKind on, int fd, String name, int request, String plain, int answer, Piece... memory) {
        CallRing calls = ring;
        if (calls != null) {
            long now = calls.now();
            calls.add(new TracedCall(
                    now, now - began, on, fd, name, request, plain, List.of(memory), answer, CallOrigin.current()));
        }
    }

    private void told(
            long began,
            FdKind on,
            int fd,
            String name,
            int request,
            String plain,
            int answer,
            CallOrigin origin,
            Piece... memory) {
        long now = now();
        told(new TracedCall(now, now - began, on, fd, name, request, plain, List.of(memory), answer, origin));
    }

    private Piece brought(byte[] bytes, int answer) {
        return new Piece(0, bytes.length, null, ring == null ? null : Arrays.copyOf(bytes, Math.max(answer, 0)));
    }

    private Piece given(byte[] bytes) {
        return new Piece(0, bytes.length, ring == null ? null : bytes.clone(), null);
    }

    private void told(TracedCall call) {
        CallRing calls = ring;
        if (calls != null) {
            calls.add(call);
        }
        if (!listeners.isEmpty()) {
            Call told = call.call(abi());
            for (Consumer<Call> listener : listeners) {
                listener.accept(told);
            }
        }
    }

    private Layer.Part part() {
        if (layer == null) {
            return Layer.Part.NONE;
        }
        Layer.Part part = layer.part();
        answered.set(part.answered());
        return part;
    }

    @Override
    public boolean isAnsweredInFront() {
        return layer != null && Boolean.TRUE.equals(answered.get());
    }

    private static CallOrigin origin(Layer.Part part) {
        CallOrigin current = CallOrigin.current();
        return part.answered() && !current.isOwn() ? CallOrigin.PROPOSAL_ANSWERED : current;
    }

    /** Reports the calls that a layer made for the call just reported, and what the kernel traced during it. */
    private void made(Layer.Part part) {
        for (TracedCall call : part.made()) {
            told(call.at(now()));
        }
        happened();
    }

    /** Keeps what the kernel traced during the call that was just kept. */
    private void happened() {
        KernelEvents traced = events;
        if (traced != null) {
            traced.addTo(ring);
        }
    }

    @Override
    public Abi abi() {
        return abi;
    }

    @Override
    public int open(String path) {
        long began = now();
        int fd = below().open(path);
        if (fd >= 0) {
            kinds.put(fd, FdKind.SYSTEM);
        }
        told(began, null, -1, "open", 0, path, fd, CallOrigin.current());
        made(part());
        return fd;
    }

    @Override
    public int ioctl(int fd, int request, long value) {
        long began = now();
        FdKind on = kinds.get(fd);
        String name = name(on, request);
        TracedRun run = ring == null || on != FdKind.VCPU || !name.equals(TracedCall.RUN) ? null : traced(fd);
        List<Piece> given = run == null ? null : run.before();
        int answer;
        try {
            answer = below().ioctl(fd, request, value);
        } catch (BoardLost e) {
            throw e.during(name);
        }
        logged(name);
        learn(on, name, answer);
        Layer.Part part = part();
        if (isHeard()) {
            Piece[] memory = run == null ? NOTHING : run.after(given, answer);
            told(began, on, fd, name, request, plain(value), answer, origin(part), memory);
        }
        made(part);
        return answer;
    }

    @Override
    public int ioctl(int fd, int request, Region argument, Region... reached) {
        long began = now();
        FdKind on = kinds.get(fd);
        Ioctl ioctl = on == null ? null : abi().ioctl(on, request);
        String name = name(ioctl, request);
        CallRing calls = ring;
        List<byte[]> given =
                isHeard() ? CallMemory.read(ioctl, argument, reached, calls != null && calls.takesExits()) : null;
        int answer;
        try {
            answer = below().ioctl(fd, request, argument, reached);
        } catch (BoardLost e) {
            throw e.during(name);
        }
        logged(name);
        learnDevice(ioctl, argument, answer);
        Layer.Part part = part();
        if (given != null) {
            told(began, on, fd, name, request, "", answer, origin(part), CallMemory.pieces(given, argument, reached));
        }
        made(part);
        return answer;
    }

    /** A plain argument in the trace's form: a number, even if the headers have names for it. */
    static String plain(long value) {
        return value == 0 ? "" : NumberText.of(value);
    }

    /** The text of mmap's arguments. */
    static String plain(long size, long offset) {
        return "size 0x" + Long.toHexString(size) + ", offset 0x" + Long.toHexString(offset);
    }

    private String name(FdKind on, int request) {
        return name(on == null ? null : abi().ioctl(on, request), request);
    }

    private static String name(Ioctl ioctl, int request) {
        return ioctl == null ? unnamed(request) : ioctl.name();
    }

    static String unnamed(int request) {
        return "ioctl 0x" + Integer.toHexString(request);
    }

    private void learn(FdKind on, String name, int answer) {
        if (answer >= 0 && on != null) {
            switch (name) {
                case "KVM_CREATE_VM" -> kinds.put(answer, FdKind.VM);
                case "KVM_CREATE_VCPU" -> kinds.put(answer, FdKind.VCPU);
                default -> {}
            }
        }
    }

    /** A device's descriptor comes in the argument. */
    private void learnDevice(Ioctl ioctl, Region argument, int answer) {
        if (answer >= 0 && ioctl != null && ioctl.name().equals("KVM_CREATE_DEVICE")) {
            kinds.put(argument.getInt(ioctl.struct().offset("fd")), FdKind.DEVICE);
        }
    }

    @Override
    public int run(int vcpuFd) {
        CallRing calls = ring;
        TracedRun run = calls == null || !calls.takesExits() ? null : traced(vcpuFd);
        List<Piece> given = run == null ? null : run.before();
        long began = run == null ? 0 : calls.now();
        try {
            int answer = below().run(vcpuFd);
            if (run != null) {
                calls.addRun(run.call(given, answer, began, calls.now()));
            }
            made(part());
            logged(TracedCall.RUN);
            return answer;
        } catch (BoardLost e) {
            throw e.during("KVM_RUN");
        }
    }

    /** The tracer of a vCPU's KVM_RUNs; null if its kvm_run is not mapped. */
    private TracedRun traced(int vcpuFd) {
        return runs.containsKey(vcpuFd)
                ? traced.computeIfAbsent(vcpuFd, fd -> new TracedRun(abi, fd, runs.get(fd)))
                : null;
    }

    /** Passed to the listener with each call. */
    @Override
    public List<String> log() {
        return List.of();
    }

    private void logged(String call) {
        List<String> log = below().log();
        Consumer<KernelLog> listener = logListener;
        if (!log.isEmpty() && listener != null) {
            listener.accept(new KernelLog(call, log));
        }
    }

    /** Exits that the board answers itself are no calls here. */
    @Override
    public boolean answer(int vcpuFd, ExitAnswers answers) {
        CallRing calls = ring;
        return (calls == null || !calls.isHeard()) && super.answer(vcpuFd, answers);
    }

    @Override
    public Region memoryAt(long address, long size) {
        return memory.at(address, size);
    }

    /**
     * Whether all memory of a range of addresses is known here.
     *
     * @param from the first byte's address, as the board's kernel sees it
     * @param to the address behind the last byte
     */
    public boolean isMemory(long from, long to) {
        return memory.covers(from, to);
    }

    /**
     * Remembers memory by its address, even a small piece: a script may pass its address to a call.
     *
     * @param region the memory
     */
    public void remember(Region region) {
        memory.add(region);
    }

    private Mapped remembered(Mapped mapped) {
        if (mapped.region() != null && mapped.region().size() >= PAGE) {
            memory.add(mapped.region());
        }
        return mapped;
    }

    @Override
    public Mapped allocate(long size) {
        return remembered(below().allocate(size));
    }

    @Override
    public Mapped allocate(long size, long page) {
        return remembered(below().allocate(size, page));
    }

    @Override
    public Mapped copyOf(Path file, long size) throws IOException {
        return remembered(below().copyOf(file, size));
    }

    @Override
    public Mapped map(int fd, long size, long offset) {
        long began = now();
        Mapped mapped = below().map(fd, size, offset);
        FdKind on = kinds.get(fd);
        if (on == FdKind.VCPU && offset == 0 && mapped.region() != null) {
            runs.put(fd, mapped.region());
        } else {
            remembered(mapped);
        }
        told(began, on, fd, TracedCall.MMAP, 0, plain(size, offset), -mapped.errno(), CallOrigin.current());
        made(part());
        return mapped;
    }

    @Override
    public int eventfd(int initial) {
        long began = now();
        int fd = below().eventfd(initial);
        told(began, null, -1, "eventfd", 0, Integer.toString(initial), fd, CallOrigin.current());
        return fd;
    }

    @Override
    public int read(int fd, byte[] into) {
        long began = now();
        int answer = below().read(fd, into);
        kept(began, kinds.get(fd), fd, "read", 0, "", answer, brought(into, answer));
        return answer;
    }

    @Override
    public int write(int fd, byte[] from) {
        long began = now();
        int answer = below().write(fd, from);
        kept(began, kinds.get(fd), fd, "write", 0, "", answer, given(from));
        happened();
        return answer;
    }

    @Override
    public int readAt(int fd, byte[] into, long offset) {
        long began = now();
        int answer = below().readAt(fd, into, offset);
        kept(began, kinds.get(fd), fd, "pread", 0, "offset " + plain(offset), answer, brought(into, answer));
        return answer;
    }

    @Override
    public int writeAt(int fd, byte[] from, long offset) {
        long began = now();
        int answer = below().writeAt(fd, from, offset);
        kept(began, kinds.get(fd), fd, "pwrite", 0, "offset " + plain(offset), answer, given(from));
        return answer;
    }

    @Override
    public int fallocate(int fd, int mode, long offset, long length) {
        long began = now();
        int answer = below().fallocate(fd, mode, offset, length);
        told(
                began,
                kinds.get(fd),
                fd,
                "fallocate",
                0,
                "mode " + mode + ", offset " + plain(offset) + ", length " + plain(length),
                answer,
                CallOrigin.current());
        return answer;
    }

    @Override
    public FileStatus status(int fd) {
        long began = now();
        FileStatus status = below().status(fd);
        kept(began, kinds.get(fd), fd, "fstat", 0, "", -status.errno());
        return status;
    }

    @Override
    public int poll(int fd, int events, int milliseconds) {
        long began = now();
        int answer = below().poll(fd, events, milliseconds);
        kept(began, kinds.get(fd), fd, "poll", 0, "events " + events + ", milliseconds " + milliseconds, answer);
        return answer;
    }

    @Override
    public int close(int fd) {
        long began = now();
        FdKind on = kinds.remove(fd);
        runs.remove(fd);
        traced.remove(fd);
        int answer = below().close(fd);
        kept(began, on, fd, "close", 0, "", answer);
        made(part());
        return answer;
    }
}
