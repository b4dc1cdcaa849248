package org.kvmsh.bindings.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.HugePages;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;

/** A kernel in software: the descriptors and memory that every model shares, in front of one board's rules. */
public final class ModelKernel implements Kernel {
    /** 0 to 2 are the standard streams of every process. */
    private static final int FIRST_FD = 3;
    private static final int MEGABYTE = 20;

    private final ModelBoard board;
    private final ModelMemory memory;
    private final Map<Integer, ModelFile> files = new ConcurrentHashMap<>();

    public ModelKernel(ModelBoard board) {
        this.board = board;
        this.memory = new ModelMemory(board.abi().order());
    }

    @Override public Abi abi() {
        return board.abi();
    }

    /** Where guest memory, arguments and run pages are. */
    public ModelMemory memory() {
        return memory;
    }

    /** Gives a file the lowest free descriptor, as open(2) does. */
    public synchronized int install(ModelFile file) {
        int fd = FIRST_FD;
        while (files.containsKey(fd)) {
            fd++;
        }
        files.put(fd, file);
        return fd;
    }

    @Override public int open(String path) {
        return install(new ModelSystem(this, board));
    }

    @Override public int ioctl(int fd, int request, long value) {
        return ioctl(fd, request, value, null);
    }

    @Override public int ioctl(int fd, int request, Region argument, Region... reached) {
        return ioctl(fd, request, argument.address(), argument);
    }

    private int ioctl(int fd, int request, long value, Region argument) {
        ModelFile file = files.get(fd);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        int gone = file.gone();
        if (gone != 0) {
            return gone;
        }
        Ioctl ioctl = board.abi().ioctl(file.kind(), request);
        if (ioctl == null) {
            return board.unknownIoctl(file.kind());
        }
        if (ioctl.name().equals("KVM_RUN") && value == 0) {
            return file.run();
        }
        if (ioctl.struct() == null) {
            return file.ioctl(ioctl.name(), value, null);
        }
        Region struct = argument != null ? argument : memory.holding(value, ioctl.struct().size());
        return struct == null ? file.badPointer(ioctl.name(), new HeapRegion(value, new byte[0], board.abi().order())) : file.ioctl(ioctl.name(), value, struct);
    }

    @Override public int run(int vcpuFd) {
        ModelFile file = files.get(vcpuFd);
        return file == null ? Errno.EBADF.negative() : file.run();
    }

    @Override public void kick(int vcpuFd) {
        ModelFile file = files.get(vcpuFd);
        if (file != null) {
            file.kick();
        }
    }

    @Override public long undefinedFlags(int vcpuFd) {
        ModelFile file = files.get(vcpuFd);
        return file == null ? 0 : file.undefinedFlags();
    }

    @Override public Mapped map(int fd, long size, long offset) {
        ModelFile file = files.get(fd);
        return file == null ? Mapped.failed(Errno.EBADF.number()) : file.map(memory, size, offset);
    }

    @Override public Mapped allocate(long size) {
        return Mapped.to(memory.allocate(size, () -> { }));
    }

    @Override public Mapped allocate(long size, long page) {
        return page == board.hugePage() && page != 0 ? Mapped.to(memory.allocate(size, page)) : Mapped.failed(Errno.EINVAL.number());
    }

    /** As many as are wanted: this memory takes up room only where it is touched. */
    @Override public HugePages hugePages() {
        return board.hugePage() == 0 ? HugePages.NONE : new HugePages() {
            @Override public long usual() {
                return board.hugePage();
            }

            @Override public String whyNot(long size, long page) {
                return page == board.hugePage() ? null : "its pages are of " + (board.hugePage() >> MEGABYTE) + " MiB";
            }
        };
    }

    @Override public int pageSize() {
        return board.pageSize();
    }

    @Override public String release() {
        return board.release();
    }

    /** No rule of a model waits for an event. */
    @Override public int eventfd(int initial) {
        return Errno.ENOSYS.negative();
    }

    @Override public int read(int fd, byte[] into) {
        return Errno.ENOSYS.negative();
    }

    @Override public int write(int fd, byte[] from) {
        return Errno.ENOSYS.negative();
    }

    @Override public int poll(int fd, int events, int milliseconds) {
        return Errno.ENOSYS.negative();
    }

    @Override public HostFiles files() {
        return HostFiles.NONE;
    }

    @Override public int close(int fd) {
        ModelFile file = files.remove(fd);
        if (file == null) {
            return Errno.EBADF.negative();
        }
        file.close();
        return 0;
    }
}
