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
 * <p>A call returns 0 or more, or the negated errno. Nothing above this interface knows whether the kernel is real, on
 * another machine or a model.
 */
public interface Kernel {
    /** The ABI of the board's kernel: its ioctls, structs and constants. */
    Abi abi();

    /**
     * open(2) for reading and writing, close-on-exec.
     *
     * @param path an absolute path on the board
     * @return a descriptor, or a negated errno such as -ENOENT or -EACCES
     */
    int open(String path);

    /**
     * ioctl(2) with a plain argument, or none (0).
     *
     * @param fd any open descriptor of this kernel's
     * @param request the ioctl's number in the board's encoding, see {@link org.kvmsh.bindings.abi.Ioctl#request}
     * @param value the argument, 64 bits; an address is one of the board's
     * @return 0 or more, or a negated errno
     */
    int ioctl(int fd, int request, long value);

    /**
     * ioctl(2) whose argument is a struct.
     *
     * @param fd any open descriptor of this kernel's
     * @param request the ioctl's number in the board's encoding
     * @param argument the struct, in memory of this kernel's {@link #allocate}
     * @param reached the targets of pointers in the argument, so that one message can carry all to another machine
     * @return 0 or more, or a negated errno
     */
    int ioctl(int fd, int request, Region argument, Region... reached);

    /**
     * KVM_RUN, on the calling thread, until the next exit (api.rst 4.10).
     *
     * <p>The vCPU's kvm_run must be mapped: it is the kernel's while this call lasts and the caller's between two.
     *
     * @param vcpuFd the vCPU's descriptor
     * @return 0 at an exit; 1 if {@link #answer} answered exits and nothing else remains; otherwise a negated errno.
     *     -EINTR comes after {@link #kick}, a signal, or with immediate_exit set: exit_reason may then be old, and
     *     immediate_exit is 0 again.
     */
    int run(int vcpuFd);

    /**
     * Makes the vCPU's current KVM_RUN, otherwise its next one, return -EINTR. Any thread may call it.
     *
     * <p>Source: Documentation/virt/kvm/api.rst, immediate_exit: set it, then signal the vCPU's thread, so that no race
     * is left between the last check and the entry.
     *
     * @param vcpuFd the vCPU's descriptor
     */
    void kick(int vcpuFd);

    /** Whether a proposal in front of the kernel answered the calling thread's last ioctl. */
    default boolean isAnsweredInFront() {
        return false;
    }

    /**
     * Whether a proposal for an ioctl is in front of the kernel, but not used since the kernel has the ioctl.
     *
     * @param ioctl its name
     */
    default boolean hasUnusedProposal(String ioctl) {
        return false;
    }

    /**
     * Has exits of a vCPU answered where it runs, from its next KVM_RUN on; an empty table ends that.
     *
     * @param vcpuFd the vCPU's descriptor
     * @return false if this kernel leaves answering to the caller, for whom an exit costs the same
     */
    default boolean answer(int vcpuFd, ExitAnswers answers) {
        return false;
    }

    /**
     * Makes the vCPU's thread drain the VM's ring of coalesced writes after each return of its KVM_RUN, before the
     * return is handled, starting with the next one.
     *
     * @param vcpuFd the vCPU's descriptor
     * @param sink takes what was drained, in order over all vCPUs of the VM, on a thread that runs one of them
     * @return false if this kernel leaves draining to the caller, who reaches the ring at no cost
     */
    default boolean drain(int vcpuFd, CoalescedRing ring, Consumer<byte[]> sink) {
        return false;
    }

    /**
     * Takes entries of a vCPU's ring of dirty pages, where the ring is.
     *
     * @param ring the mapping of the whole ring
     * @param next the number of entries taken before
     * @return the oldest entries, each of {@link DirtyRing#size} bytes, as the kernel filled them; empty if there are
     *     none
     */
    default byte[] harvest(DirtyRing layout, Region ring, long next) {
        return layout.harvest(ring, next);
    }

    /**
     * mmap(2), shared, readable and writable.
     *
     * @param fd the descriptor to map, such as a vCPU's
     * @param size bytes
     * @param offset bytes, a multiple of the page size
     * @return the memory, or an errno such as EINVAL or ENOMEM
     */
    Mapped map(int fd, long size, long offset);

    /** The page size of the board's kernel, in bytes; 4 KiB if it does not tell. */
    default int pageSize() {
        return 0x1000;
    }

    /** The kernel's release from uname(2); null if the kernel is not Linux or its release is unknown. */
    default String release() {
        return null;
    }

    /**
     * Zeroed, page-aligned memory: mmap(2), anonymous.
     *
     * @param size bytes, at least 1
     * @return the memory, or an errno such as ENOMEM
     */
    Mapped allocate(long size);

    /**
     * Zeroed memory in huge pages: mmap(2) with MAP_HUGETLB. {@link #hugePages} shows beforehand whether there are any.
     *
     * @param size bytes, a multiple of the page size
     * @param page bytes of a huge page
     * @return the memory, or an errno: ENOMEM if too few pages are free, EOPNOTSUPP if this kernel cannot allocate huge
     *     pages
     */
    default Mapped allocate(long size, long page) {
        return Mapped.failed(Errno.EOPNOTSUPP.number());
    }

    /** The huge pages that the board's kernel provides. */
    default HugePages hugePages() {
        return HugePages.NONE;
    }

    /**
     * Memory that begins as a copy of a file of kvmsh's machine, and is zeroed behind its end. What is written to it
     * doesn't reach the file.
     *
     * @param size bytes of the memory; a longer file is cut off
     * @return the memory, or an errno such as ENOMEM
     * @throws IOException if the file cannot be read
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

    /**
     * eventfd(2), close-on-exec and non-blocking.
     *
     * @param initial the counter's first value
     * @return a descriptor, or a negated errno
     */
    int eventfd(int initial);

    /**
     * read(2) of at most 64 KiB.
     *
     * @param fd an eventfd or another readable descriptor
     * @param into where the bytes go; its length is the number requested
     * @return the number of bytes, 0 at the end of a file, or a negated errno: -EAGAIN if it would block
     */
    int read(int fd, byte[] into);

    /**
     * write(2) of at most 64 KiB.
     *
     * @param fd an eventfd or another writable descriptor
     * @param from the bytes
     * @return the number of bytes, or a negated errno
     */
    int write(int fd, byte[] from);

    /**
     * pread(2) of at most 64 KiB.
     *
     * @param fd a file's descriptor
     * @param into where the bytes go; its length is the number requested
     * @param offset bytes from the file's start
     * @return the number of bytes, 0 at the end of the file, or a negated errno: -EOPNOTSUPP if this kernel does not
     *     implement it
     */
    default int readAt(int fd, byte[] into, long offset) {
        return Errno.EOPNOTSUPP.negative();
    }

    /**
     * pwrite(2) of at most 64 KiB.
     *
     * @param fd a file's descriptor
     * @param from the bytes
     * @param offset bytes from the file's start
     * @return the number of bytes, or a negated errno: -EOPNOTSUPP if this kernel does not implement it
     */
    default int writeAt(int fd, byte[] from, long offset) {
        return Errno.EOPNOTSUPP.negative();
    }

    /**
     * fallocate(2), such as punching a hole into a guest_memfd.
     *
     * @param fd a file's descriptor
     * @param mode FALLOC_FL_* as falloc.h numbers them
     * @param offset bytes from the file's start
     * @param length bytes
     * @return 0, or a negated errno: -EOPNOTSUPP if this kernel does not implement it
     */
    default int fallocate(int fd, int mode, long offset, long length) {
        return Errno.EOPNOTSUPP.negative();
    }

    /**
     * fstat(2); its errno is EOPNOTSUPP if this kernel does not implement it.
     *
     * @param fd an open descriptor
     */
    default FileStatus status(int fd) {
        return FileStatus.failed(Errno.EOPNOTSUPP.number());
    }

    /**
     * poll(2) of one descriptor.
     *
     * @param fd an open descriptor
     * @param events POLLIN and its like, as poll.h numbers them
     * @param milliseconds how long to wait; 0 does not wait
     * @return the events that occurred, 0 after a timeout, or a negated errno
     */
    int poll(int fd, int events, int milliseconds);

    /**
     * close(2).
     *
     * @param fd an open descriptor of this kernel's
     * @return 0, or a negated errno such as -EBADF
     */
    int close(int fd);

    /**
     * The memory of this kernel's at an address, if it is known here.
     *
     * @param address as the board's kernel sees it
     * @param size bytes
     * @return null if no piece that is known here holds all of it
     */
    default Region memoryAt(long address, long size) {
        return null;
    }

    /** Read access to the board's files. */
    HostFiles files();

    /** Why no call can be made any more, with the first one that failed; null while the board is connected. */
    default BoardLost lost() {
        return null;
    }

    /**
     * The flags that the architecture's manual leaves undefined after the instructions that a vCPU has executed. Only a
     * model knows them.
     *
     * @param vcpuFd the vCPU's descriptor
     * @return a mask of the flags register; 0 if they are unknown
     */
    default long undefinedFlags(int vcpuFd) {
        return 0;
    }

    /**
     * The messages that the board's kernel has logged since the last call and that {@link #log} has not returned; empty
     * the first time, since reading starts there.
     */
    default KernelMessages messages() {
        return KernelMessages.NONE;
    }

    /**
     * Lines of the board's kernel log that arrived with the calls since the last call; empty if the log is not watched.
     */
    default List<String> log() {
        return List.of();
    }
}
