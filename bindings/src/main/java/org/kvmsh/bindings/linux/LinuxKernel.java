package org.kvmsh.bindings.linux;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.FileStatus;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.HugePages;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.KernelMessages;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;

/** The kernel that this process runs on. */
public final class LinuxKernel implements Kernel {
    private static final int ANONYMOUS = Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS | Libc.MAP_NORESERVE;
    /** One for all: a kernel is not closed, so its own would stay behind. */
    private static final StructPages STRUCTS = new StructPages();

    private final Abi abi;
    private final int kvmRun;
    private final long immediateExit;
    private final HostFiles files = new LocalFiles();
    private final HugePages hugePages = new LocalHugePages(files);
    private final KernelLogFile log = new KernelLogFile();
    private volatile VcpuThread[] vcpus = new VcpuThread[64];

    public LinuxKernel(Abi abi) {
        this.abi = abi;
        this.kvmRun = abi.ioctl("KVM_RUN").request();
        this.immediateExit = abi.struct("kvm_run").offset("immediate_exit");
        installKickHandler();
    }

    /**
     * A signal whose disposition is "ignore" interrupts nothing, so it needs a handler; abs(3) takes an int and has no
     * effect, so it is safe on any thread, including the JVM's own. KVM_RUN returns EINTR even with SA_RESTART
     * (virt/kvm/kvm_main.c).
     */
    private static void installKickHandler() {
        Libc.signal(Libc.SIGURG, NativeLibrary.getInstance("c").getFunction("abs"));
    }

    @Override
    public Abi abi() {
        return abi;
    }

    @Override
    public int open(String path) {
        return Libc.answer(Libc.open(path, Libc.O_RDWR | Libc.O_CLOEXEC));
    }

    @Override
    public int ioctl(int fd, int request, long value) {
        VcpuThread[] all = vcpus;
        if (request == kvmRun && value == 0 && fd >= 0 && fd < all.length && all[fd] != null) {
            // KVM_RUN can be kicked whichever way it is called.
            return run(fd);
        }
        return Libc.answer(Libc.ioctl(fd, Integer.toUnsignedLong(request), value));
    }

    @Override
    public int ioctl(int fd, int request, Region argument, Region... reached) {
        return ioctl(fd, request, argument.address());
    }

    @Override
    public int run(int vcpuFd) {
        VcpuThread vcpu = vcpus[vcpuFd];
        vcpu.enter();
        int answer = RunCall.AVAILABLE ? RunCall.ioctl(vcpuFd, kvmRun, 0) : Libc.answer(Libc.ioctl(vcpuFd, kvmRun, 0));
        vcpu.leave();
        if (answer == Errno.EINTR.negative()) {
            vcpu.taken();
        }
        return answer;
    }

    @Override
    public void kick(int vcpuFd) {
        vcpus[vcpuFd].kick();
    }

    /** A mapping that starts at offset 0 of a vCPU is its kvm_run (api.rst, KVM_GET_VCPU_MMAP_SIZE). */
    @Override
    public Mapped map(int fd, long size, long offset) {
        Mapped mapped = mmap(size, Libc.MAP_SHARED, fd, offset);
        if (mapped.region() != null && offset == 0) {
            remember(fd, new VcpuThread((NativeRegion) mapped.region(), immediateExit));
        }
        return mapped;
    }

    @Override
    public Mapped allocate(long size) {
        if (!STRUCTS.fits(size)) {
            return mmap(size, ANONYMOUS, -1, 0);
        }
        long used = STRUCTS.take(size);
        return used == 0
                ? mmap(size, ANONYMOUS, -1, 0, STRUCTS::give)
                : Mapped.to(new NativeRegion(used, size, STRUCTS::give));
    }

    @Override
    public Mapped allocate(long size, long page) {
        return mmap(
                size,
                Libc.MAP_PRIVATE
                        | Libc.MAP_ANONYMOUS
                        | Libc.MAP_HUGETLB
                        | Long.numberOfTrailingZeros(page) << Libc.MAP_HUGE_SHIFT,
                -1,
                0);
    }

    @Override
    public HugePages hugePages() {
        return hugePages;
    }

    /** The file's pages are read when they are first touched, and copied when they are first written. */
    @Override
    public Mapped copyOf(Path file, long size) throws IOException {
        long length = Math.min(size, Files.size(file));
        Mapped mapped = mmap(size, ANONYMOUS, -1, 0);
        if (mapped.region() == null || length == 0) {
            return mapped;
        }
        int fd = Libc.answer(Libc.open(file.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC));
        if (fd < 0) {
            mapped.region().close();
            return Mapped.failed(-fd);
        }
        long at = Libc.mmap(
                mapped.region().address(),
                length,
                Libc.PROT_READ | Libc.PROT_WRITE,
                Libc.MAP_PRIVATE | Libc.MAP_FIXED | Libc.MAP_NORESERVE,
                fd,
                0);
        int errno = at == Libc.MAP_FAILED ? -Libc.answer(-1) : 0;
        Libc.close(fd);
        if (errno != 0) {
            mapped.region().close();
            return Mapped.failed(errno);
        }
        return mapped;
    }

    private static Mapped mmap(long size, int flags, int fd, long offset) {
        return mmap(size, flags, fd, offset, at -> Libc.munmap(at, size));
    }

    /** @param release receives the address when the memory is no longer used */
    private static Mapped mmap(long size, int flags, int fd, long offset, LongConsumer release) {
        long address = Libc.mmap(0, size, Libc.PROT_READ | Libc.PROT_WRITE, flags, fd, offset);
        if (address == Libc.MAP_FAILED) {
            return Mapped.failed(-Libc.answer(-1));
        }
        return Mapped.to(new NativeRegion(address, size, release));
    }

    private synchronized void remember(int fd, VcpuThread vcpu) {
        if (fd >= vcpus.length) {
            vcpus = Arrays.copyOf(vcpus, Math.max(fd + 1, 2 * vcpus.length));
        }
        vcpus[fd] = vcpu;
    }

    @Override
    public int eventfd(int initial) {
        return Libc.answer(Libc.eventfd(initial, Libc.EFD_CLOEXEC_NONBLOCK));
    }

    @Override
    public int read(int fd, byte[] into) {
        return Libc.answer(Libc.read(fd, into, into.length));
    }

    @Override
    public int write(int fd, byte[] from) {
        return Libc.answer(Libc.write(fd, from, from.length));
    }

    @Override
    public int readAt(int fd, byte[] into, long offset) {
        return Libc.answer(Libc.pread(fd, into, into.length, offset));
    }

    @Override
    public int writeAt(int fd, byte[] from, long offset) {
        return Libc.answer(Libc.pwrite(fd, from, from.length, offset));
    }

    @Override
    public int fallocate(int fd, int mode, long offset, long length) {
        return Libc.answer(Libc.fallocate(fd, mode, offset, length));
    }

    /** The offsets are those of struct statx (include/uapi/linux/stat.h). */
    @Override
    public FileStatus status(int fd) {
        ByteBuffer statx = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
        int answer = Libc.answer(Libc.statx(fd, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, statx));
        return answer < 0
                ? FileStatus.failed(-answer)
                : new FileStatus(
                        0, statx.getLong(0x28), statx.getLong(0x30), statx.getInt(4), statx.getShort(0x1c) & 0xffff);
    }

    /** struct pollfd has the descriptor, the requested events and the returned events (poll(2)). */
    @Override
    public int poll(int fd, int events, int milliseconds) {
        ByteBuffer pollfd = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        // By index: what JNA hands on begins at the position.
        pollfd.putInt(0, fd).putShort(Integer.BYTES, (short) events);
        int answer = Libc.answer(Libc.poll(pollfd, 1, milliseconds));
        return answer <= 0 ? answer : pollfd.getShort(6) & 0xffff;
    }

    @Override
    public int pageSize() {
        return Libc.getpagesize();
    }

    @Override
    public String release() {
        return System.getProperty("os.version");
    }

    @Override
    public HostFiles files() {
        return files;
    }

    @Override
    public KernelMessages messages() {
        return log.messages();
    }

    @Override
    public int close(int fd) {
        return Libc.answer(Libc.close(fd));
    }
}
