package org.kvmsh.bindings.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Abi;

/** A kernel in front of another one that forwards every call except those it handles itself. */
public abstract class ForwardingKernel implements Kernel {
    private final Kernel below;

    protected ForwardingKernel(Kernel below) {
        this.below = below;
    }

    /** The kernel that calls are handed on to. */
    public final Kernel below() {
        return below;
    }

    @Override
    public Abi abi() {
        return below.abi();
    }

    @Override
    public int open(String path) {
        return below.open(path);
    }

    @Override
    public int ioctl(int fd, int request, long value) {
        return below.ioctl(fd, request, value);
    }

    @Override
    public int ioctl(int fd, int request, Region argument, Region... reached) {
        return below.ioctl(fd, request, argument, reached);
    }

    @Override
    public int run(int vcpuFd) {
        return below.run(vcpuFd);
    }

    @Override
    public void kick(int vcpuFd) {
        below.kick(vcpuFd);
    }

    @Override
    public boolean hasUnusedProposal(String ioctl) {
        return below.hasUnusedProposal(ioctl);
    }

    @Override
    public boolean answer(int vcpuFd, ExitAnswers answers) {
        return below.answer(vcpuFd, answers);
    }

    @Override
    public boolean drain(int vcpuFd, CoalescedRing ring, Consumer<byte[]> sink) {
        return below.drain(vcpuFd, ring, sink);
    }

    @Override
    public byte[] harvest(DirtyRing layout, Region ring, long next) {
        return below.harvest(layout, ring, next);
    }

    @Override
    public Mapped map(int fd, long size, long offset) {
        return below.map(fd, size, offset);
    }

    @Override
    public int pageSize() {
        return below.pageSize();
    }

    @Override
    public String release() {
        return below.release();
    }

    @Override
    public Mapped allocate(long size) {
        return below.allocate(size);
    }

    @Override
    public Mapped allocate(long size, long page) {
        return below.allocate(size, page);
    }

    @Override
    public HugePages hugePages() {
        return below.hugePages();
    }

    @Override
    public Mapped copyOf(Path file, long size) throws IOException {
        return below.copyOf(file, size);
    }

    @Override
    public int eventfd(int initial) {
        return below.eventfd(initial);
    }

    @Override
    public int read(int fd, byte[] into) {
        return below.read(fd, into);
    }

    @Override
    public int write(int fd, byte[] from) {
        return below.write(fd, from);
    }

    @Override
    public int readAt(int fd, byte[] into, long offset) {
        return below.readAt(fd, into, offset);
    }

    @Override
    public int writeAt(int fd, byte[] from, long offset) {
        return below.writeAt(fd, from, offset);
    }

    @Override
    public int fallocate(int fd, int mode, long offset, long length) {
        return below.fallocate(fd, mode, offset, length);
    }

    @Override
    public FileStatus status(int fd) {
        return below.status(fd);
    }

    @Override
    public int poll(int fd, int events, int milliseconds) {
        return below.poll(fd, events, milliseconds);
    }

    @Override
    public int close(int fd) {
        return below.close(fd);
    }

    @Override
    public HostFiles files() {
        return below.files();
    }

    @Override
    public BoardLost lost() {
        return below.lost();
    }

    @Override
    public long undefinedFlags(int vcpuFd) {
        return below.undefinedFlags(vcpuFd);
    }

    @Override
    public KernelMessages messages() {
        return below.messages();
    }

    @Override
    public List<String> log() {
        return below.log();
    }
}
