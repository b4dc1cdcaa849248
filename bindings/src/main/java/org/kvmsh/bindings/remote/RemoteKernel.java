package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CoalescedRing;
import org.kvmsh.bindings.kernel.DirtyRing;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.ExitAnswers;
import org.kvmsh.bindings.kernel.FileStatus;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.KernelMessages;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;

/** The kernel of another machine, through the agent at the end of a link. */
public final class RemoteKernel implements Kernel, AutoCloseable {
    /** Memory of a page and more may be a guest's, which changes at any time; less is a struct. */
    private static final long PAGE = 4096;

    private static final int VCPU = 1;

    private final Exchange exchange;
    private final Handshake greeting;
    private final Abi abi;
    private final BoardMemory memory;
    private final StructsOnBoard structs;
    private final HostFiles files;
    private final int createVcpu;
    private final int runVcpu;
    /** The VM's descriptor by its vCPU's. */
    private final Map<Integer, Integer> vmOfVcpu = new ConcurrentHashMap<>();

    private final Map<Integer, RunRegion> vcpus = new ConcurrentHashMap<>();
    private final AnswersOnBoard answers = new AnswersOnBoard(this::lost);
    private final RemoteLog log = new RemoteLog();

    private RemoteKernel(Exchange exchange, Handshake greeting, Abi abi, int bytesPerSecond) {
        this.exchange = exchange;
        this.greeting = greeting;
        this.abi = abi;
        this.memory = new BoardMemory(exchange, bytesPerSecond);
        this.structs = new StructsOnBoard(memory, abi.order());
        this.files = new RemoteFiles(exchange);
        this.createVcpu = abi.ioctl("KVM_CREATE_VCPU").request();
        this.runVcpu = abi.ioctl("KVM_RUN").request();
    }

    /**
     * Says hello to the agent at the other end of a link and waits for its reply.
     *
     * @param token the token of a TCP agent; otherwise empty
     * @param patienceMillis how long it may be silent, now and later
     * @param console receives text between frames
     * @throws BoardLost with the reason in words; the link is closed then
     */
    public static RemoteKernel connect(Link link, String token, long patienceMillis, Consumer<String> console) {
        Exchange exchange;
        try {
            exchange = new Exchange(link, patienceMillis, console);
        } catch (IOException e) {
            link.close();
            throw new BoardLost("the link to its agent cannot be opened: " + e.getMessage());
        }
        try {
            Handshake greeting = new Hello(exchange, token).say();
            exchange.newestRequest(greeting.newestRequest());
            Abi abi = greeting.abi();
            if (abi == null) {
                throw new AgentRefusal("kvmsh has no ABI table for " + greeting.arch() + ", " + greeting.wordBits()
                        + "-bit, " + greeting.order());
            }
            if (abi.hasStruct("kvm_run")) {
                exchange.call(Op.LAYOUT, RunLayout.of(abi));
            }
            return new RemoteKernel(exchange, greeting, abi, link.bytesPerSecond());
        } catch (RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    /** The agent's description of its board. */
    public Handshake greeting() {
        return greeting;
    }

    @Override
    public BoardLost lost() {
        return exchange.lost();
    }

    @Override
    public Abi abi() {
        return abi;
    }

    private Reply call(Op op, Payload payload) {
        return log.heard(exchange.call(op, payload));
    }

    private int answer(Op op, Payload payload) {
        return (int) call(op, payload).result();
    }

    @Override
    public int open(String path) {
        try {
            return answer(Op.OPEN, new Payload().text(path));
        } catch (BoardLost e) {
            throw e.during("open of " + path);
        }
    }

    @Override
    public int ioctl(int fd, int request, long value) {
        if (request == runVcpu && value == 0 && vmOfVcpu.containsKey(fd)) {
            // The agent runs it on the vCPU's thread: it would otherwise be deaf until the guest exits.
            return run(fd, 1);
        }
        if (structs.hasChanged()) {
            return ioctl(fd, request, value, List.of());
        }
        int answer = answer(Op.IOCTL, new Payload().int32(fd).int32(request).int64(value));
        structs.called();
        return learned(fd, request, answer);
    }

    @Override
    public int ioctl(int fd, int request, Region argument, Region... reached) {
        List<ShadowRegion> shipped = new ArrayList<>();
        if (argument instanceof ShadowRegion shadow) {
            shipped.add(shadow);
        }
        for (Region region : reached) {
            if (region instanceof ShadowRegion shadow && !shipped.contains(shadow)) {
                shipped.add(shadow);
            }
        }
        return ioctl(fd, request, argument.address(), shipped);
    }

    private int ioctl(int fd, int request, long argument, List<ShadowRegion> shipped) {
        Payload payload = new Payload().int32(fd).int32(request).int64(argument);
        List<ShadowRegion> coming = structs.ship(shipped, payload);
        Reply reply = call(Op.IOCTL_STRUCT, payload);
        structs.take(coming, reply);
        return learned(fd, request, (int) reply.result());
    }

    private int learned(int fd, int request, int answer) {
        if (answer >= 0 && request == createVcpu) {
            vmOfVcpu.put(answer, fd);
        }
        return answer;
    }

    @Override
    public int run(int vcpuFd) {
        return run(vcpuFd, 0);
    }

    /**
     * KVM_RUN that many times on the board, for exits of any kind, in the agent's own loop: what the benchmark compares
     * with.
     *
     * @return what the last one answered
     */
    public int runBare(int vcpuFd, int times) {
        return run(vcpuFd, times);
    }

    private int run(int vcpuFd, int bare) {
        RunRegion page = vcpus.get(vcpuFd);
        if (page == null) {
            return Errno.EBADF.negative();
        }
        structs.flush();
        Payload payload = new Payload().int32(vcpuFd).int32(bare);
        page.send(payload);
        Reply reply = call(Op.RUN, payload);
        structs.called();
        if (reply.data().hasRemaining()) {
            answers.take(vcpuFd, vmOfVcpu.get(vcpuFd), reply.data());
            page.take(reply.data());
        }
        return (int) reply.result();
    }

    @Override
    public boolean answer(int vcpuFd, ExitAnswers table) {
        Integer vm = vmOfVcpu.get(vcpuFd);
        boolean given = vm != null && answer(Op.TABLE, AnswersOnBoard.request(vcpuFd, vm, table)) == 0;
        if (given) {
            answers.given(vcpuFd, table.sink());
        }
        return given;
    }

    @Override
    public boolean drain(int vcpuFd, CoalescedRing ring, Consumer<byte[]> sink) {
        Integer vm = vmOfVcpu.get(vcpuFd);
        boolean given = vm != null && answer(Op.RING, AnswersOnBoard.request(vcpuFd, vm, ring)) == 0;
        if (given) {
            answers.given(vcpuFd, sink);
        }
        return given;
    }

    @Override
    public byte[] harvest(DirtyRing layout, Region ring, long next) {
        long count = ring.size() / layout.size();
        Reply reply = call(
                Op.HARVEST,
                new Payload()
                        .int64(ring.address())
                        .int32((int) count)
                        .int32((int) (next % count))
                        .int32(layout.size())
                        .int32(layout.flags())
                        .int32(layout.dirty())
                        .int32(layout.reset()));
        byte[] entries = new byte[reply.data().remaining()];
        reply.data().get(entries);
        return entries;
    }

    /** A lost board runs nothing that could be stopped. */
    @Override
    public void kick(int vcpuFd) {
        try {
            call(Op.KICK, new Payload().int32(vcpuFd));
        } catch (BoardLost e) {
            // The run ends with the same news.
        }
    }

    @Override
    public Mapped map(int fd, long size, long offset) {
        boolean vcpu = offset == 0 && vmOfVcpu.containsKey(fd);
        long address = call(
                        Op.MAP,
                        new Payload()
                                .int32(fd)
                                .int32(vcpu ? VCPU : 0)
                                .int64(size)
                                .int64(offset))
                .result();
        if (failed(address)) {
            return Mapped.failed((int) -address);
        }
        if (!vcpu) {
            return Mapped.to(new DirectRegion(memory, address, size, abi.order()));
        }
        RunRegion page = new RunRegion(memory, address, (int) size, RunLayout.used(abi), abi.order());
        vcpus.put(fd, page);
        return Mapped.to(page);
    }

    static boolean failed(long answer) {
        return answer < 0 && answer > -4096;
    }

    @Override
    public Mapped allocate(long size) {
        if (size >= PAGE) {
            long address = mapped(size);
            return failed(address)
                    ? Mapped.failed((int) -address)
                    : Mapped.to(new DirectRegion(memory, address, size, abi.order()));
        }
        return structs.allocate(size, this::mapped);
    }

    private long mapped(long size) {
        return call(Op.ALLOCATE, new Payload().int64(size)).result();
    }

    @Override
    public int eventfd(int initial) {
        return answer(Op.EVENTFD, new Payload().int32(initial));
    }

    @Override
    public int read(int fd, byte[] into) {
        Reply reply = call(Op.READ_FD, new Payload().int32(fd).int32(Math.min(into.length, Frame.DATA)));
        reply.data().get(into, 0, reply.data().remaining());
        return (int) reply.result();
    }

    @Override
    public int write(int fd, byte[] from) {
        return answer(Op.WRITE_FD, new Payload().int32(fd).bytes(from, 0, Math.min(from.length, Frame.DATA)));
    }

    @Override
    public int readAt(int fd, byte[] into, long offset) {
        Reply reply = call(
                Op.READ_AT,
                new Payload().int32(fd).int32(Math.min(into.length, Frame.DATA)).int64(offset));
        reply.data().get(into, 0, reply.data().remaining());
        return (int) reply.result();
    }

    @Override
    public int writeAt(int fd, byte[] from, long offset) {
        return answer(
                Op.WRITE_AT, new Payload().int32(fd).int64(offset).bytes(from, 0, Math.min(from.length, Frame.DATA)));
    }

    @Override
    public int fallocate(int fd, int mode, long offset, long length) {
        return answer(
                Op.FALLOCATE, new Payload().int32(fd).int32(mode).int64(offset).int64(length));
    }

    @Override
    public FileStatus status(int fd) {
        Reply reply = call(Op.STATUS, new Payload().int32(fd));
        return reply.result() < 0
                ? FileStatus.failed((int) -reply.result())
                : new FileStatus(
                        0,
                        reply.data().getLong(),
                        reply.data().getLong(),
                        reply.data().getInt(),
                        reply.data().getInt());
    }

    /** The agent never blocks, so that it can always serve other requests: waiting is done here. */
    @Override
    public int poll(int fd, int events, int milliseconds) {
        long end = System.nanoTime() + milliseconds * 1_000_000L;
        long pause = 100_000;
        while (true) {
            int there = answer(Op.POLL, new Payload().int32(fd).int32(events));
            long left = end - System.nanoTime();
            if (there != 0 || left <= 0) {
                return there;
            }
            LockSupport.parkNanos(Math.min(left, pause));
            pause = Math.min(2 * pause, 10_000_000);
        }
    }

    @Override
    public int close(int fd) {
        vmOfVcpu.remove(fd);
        vcpus.remove(fd);
        answers.forget(fd);
        try {
            return answer(Op.CLOSE, new Payload().int32(fd));
        } catch (BoardLost e) {
            return 0;
        }
    }

    @Override
    public int pageSize() {
        return greeting.pageSize();
    }

    @Override
    public String release() {
        return greeting.release();
    }

    @Override
    public HostFiles files() {
        return files;
    }

    @Override
    public KernelMessages messages() {
        return log.read(() -> call(Op.LOG, new Payload()));
    }

    @Override
    public List<String> log() {
        return log.take();
    }

    /** Ends the session: the agent frees everything that was created in it. */
    @Override
    public void close() {
        exchange.close();
    }
}
