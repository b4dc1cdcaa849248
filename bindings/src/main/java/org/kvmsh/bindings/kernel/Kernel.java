package org.kvmsh.bindings.kernel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Abi;

/**
 * The one seam between kvmsh and a kernel: system calls, as the board's kernel has them.
 *
 * <p>A call returns 0 or more, or the negated errno. Nothing above this
 * interface knows whether the kernel is real, on another machine or a model.
 */
public interface Kernel {
    /** The board's headers. */
    Abi abi();

    /** open(2) for reading and writing, close-on-exec: a descriptor. */
    int open(String path);

    /** ioctl(2) with a plain argument, or none (0). */
    int ioctl(int fd, int request, long value);

    /**
     * ioctl(2) whose argument is a struct.
     *
     * @param argument the struct, in memory of this kernel's {@link #allocate}
     * @param reached  the targets of pointers in the argument, so that one message can carry all to another machine
     */
    int ioctl(int fd, int request, Region argument, Region... reached);

    /**
     * KVM_RUN, on the calling thread, until the next exit.
     *
     * <p>The vCPU's kvm_run must be mapped: it is the kernel's while this call lasts and the caller's between two.
     *
     * @return 0 at an exit; 1 if {@link #answer} answered exits and nothing else remains; -EINTR after {@link #kick}, a signal or with immediate_exit set, when exit_reason may be old
     *         and immediate_exit is 0 again
     */
    int run(int vcpuFd);

    /**
     * Makes the vCPU's current KVM_RUN, otherwise its next one, return -EINTR. Any thread may call it.
     *
     * <p>Source: Documentation/virt/kvm/api.rst, immediate_exit: set it, then signal the vCPU's thread, so that no
     * race is left between the last check and the entry.
     */
    void kick(int vcpuFd);

    /**
     * Has exits of a vCPU answered where it runs, from its next KVM_RUN on; an empty table ends that.
     *
     * @return false if this kernel leaves answering to the caller, for whom an exit costs the same
     */
    default boolean answer(int vcpuFd, ExitAnswers answers) {
        return false;
    }

    /**
     * Makes the vCPU's thread drain the VM's ring of coalesced writes after each return of its KVM_RUN, before the return is handled, starting with the next one.
     *
     * @param sink takes what was drained, in order over all vCPUs of the VM, on a thread that runs one of them
     * @return false if this kernel leaves draining to the caller, who reaches the ring at no cost
     */
    default boolean drain(int vcpuFd, CoalescedRing ring, Consumer<byte[]> sink) {
        return false;
    }

    /**
     * Takes entries of a vCPU's ring of dirty pages, where the ring is.
     *
     * @param ring the mapping
     * @param next the number of entries taken before
     * @return the oldest ones, as the kernel filled them; empty if there are none
     */
    default byte[] harvest(DirtyRing layout, Region ring, long next) {
        return layout.harvest(ring, next);
    }

    /** mmap(2), shared, readable and writable. */
    Mapped map(int fd, long size, long offset);

    /** Bytes of a page of its memory. */
    default int pageSize() {
        return 0x1000;
    }

    /** The kernel's release from uname(2); null if the kernel is not Linux or its release is unknown. */
    default String release() {
        return null;
    }

    /** Zeroed, page-aligned memory: mmap(2), anonymous. */
    Mapped allocate(long size);

    /**
     * Zeroed memory in huge pages: mmap(2) with MAP_HUGETLB. {@link #hugePages} shows beforehand whether there are any.
     *
     * @param size bytes, a multiple of the page
     */
    default Mapped allocate(long size, long page) {
        return Mapped.failed(Errno.EOPNOTSUPP.number());
    }

    default HugePages hugePages() {
        return HugePages.NONE;
    }

    /**
     * Memory that begins as a copy of a file of kvmsh's machine, and is zeroed behind its end. What is written to it doesn't reach the file.
     *
     * @throws IOException where the file cannot be read
     */
    default Mapped copyOf(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Mapped mapped = allocate(size);
            if (mapped.region() != null) {
                mapped.region().load(0, channel, 0, Math.min(size, channel.size()));
            }
            return mapped;
        }
    }

    /** eventfd(2), close-on-exec and non-blocking: a descriptor that counts. */
    int eventfd(int initial);

    /** read(2) of at most 64 KiB, returns the number of bytes; -EAGAIN if it would block. */
    int read(int fd, byte[] into);

    /** write(2) of at most 64 KiB, returns the number of bytes. */
    int write(int fd, byte[] from);

    /** pread(2) of at most 64 KiB, returns the number of bytes. */
    default int readAt(int fd, byte[] into, long offset) {
        return Errno.EOPNOTSUPP.negative();
    }

    /** pwrite(2) of at most 64 KiB, returns the number of bytes. */
    default int writeAt(int fd, byte[] from, long offset) {
        return Errno.EOPNOTSUPP.negative();
    }

    /** fallocate(2). */
    default int fallocate(int fd, int mode, long offset, long length) {
        return Errno.EOPNOTSUPP.negative();
    }

    /** fstat(2). */
    default FileStatus status(int fd) {
        return FileStatus.failed(Errno.EOPNOTSUPP.number());
    }

    /**
     * poll(2) of one descriptor.
     *
     * @param events       POLLIN and its like, as poll.h numbers them
     * @param milliseconds how long to wait; 0 does not wait
     * @return the events that occurred, 0 after a timeout
     */
    int poll(int fd, int events, int milliseconds);

    /** close(2). */
    int close(int fd);

    /** Read access to the board's files. */
    HostFiles files();

    /** Why no call can be made any more, with the first one that failed; null while the board is connected. */
    default BoardLost lost() {
        return null;
    }

    /**
     * The flags of a vCPU that the architecture's manual leaves undefined after what the guest executed, as a mask of the flags register. Only a
     * model knows; 0 otherwise.
     */
    default long undefinedFlags(int vcpuFd) {
        return 0;
    }

    /**
     * What the board's kernel has logged since the last call and {@link #log} has not returned; empty the first time, since reading
     * starts there.
     */
    default KernelMessages messages() {
        return KernelMessages.NONE;
    }

    /** Lines of the board's kernel log that arrived with the calls since the last call; empty if the log is not watched. */
    default List<String> log() {
        return List.of();
    }
}
