package org.kvmsh.bindings.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** The C library calls that kvmsh uses, mapped directly. */
final class Libc {
    static final int O_RDWR = 2;
    static final int O_CLOEXEC = 0x80000;
    static final int O_NONBLOCK = 0x800;
    static final int SEEK_END = 2;
    static final int LOCK_SH = 1;
    static final int LOCK_EX = 2;
    static final int LOCK_NB = 4;
    static final int LOCK_UN = 8;
    /** statx(2) of a descriptor itself, with the information of fstat(2). */
    static final int AT_EMPTY_PATH = 0x1000;

    static final int STATX_BASIC_STATS = 0x7ff;
    static final int EFD_CLOEXEC_NONBLOCK = O_CLOEXEC | O_NONBLOCK;
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;
    static final int MAP_PRIVATE = 2;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_FIXED = 0x10;
    static final int MAP_HUGETLB = 0x40000;
    /** The bit of the flags at which log2 of a huge page's bytes begins (mmap(2)). */
    static final int MAP_HUGE_SHIFT = 26;

    static final int O_RDONLY = 0;
    /** The one of these numbers that differs on powerpc (arch/powerpc/include/uapi/asm/mman.h). */
    static final int MAP_NORESERVE = System.getProperty("os.arch").startsWith("ppc") ? 0x40 : 0x4000;

    static final long MAP_FAILED = -1;
    /** The signal that the Go runtime and others use to stop a thread, since its default is to be ignored. */
    static final int SIGURG = 23;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int open(String path, int flags);

    /**
     * It is variadic in C. On powerpc such a function may store its arguments in the caller's frame, where the ABI
     * reserves room for them; a call by libffi has that room for its own copy of the registers.
     */
    static native int ioctl(int fd, long request, long argument);

    static native int close(int fd);

    static native long lseek(int fd, long offset, int whence);

    static native int flock(int fd, int operation);

    static native int eventfd(int initial, int flags);

    static native long read(int fd, byte[] into, long length);

    static native long write(int fd, byte[] from, long length);

    static native long pread(int fd, byte[] into, long length, long offset);

    static native long pwrite(int fd, byte[] from, long length, long offset);

    static native int fallocate(int fd, int mode, long offset, long length);

    /** @param into struct statx, which is laid out alike on every architecture (statx(2)) */
    static native int statx(int directory, String path, int flags, int mask, ByteBuffer into);

    /** @param pollfds struct pollfd as this machine lays it out */
    static native int poll(ByteBuffer pollfds, long count, int milliseconds);

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    static native int mprotect(long address, long length, int protection);

    static native int munmap(long address, long length);

    static native int getpagesize();

    static native long pthread_self();

    static native int pthread_kill(long thread, int signal);

    static native Pointer signal(int signal, Pointer handler);

    /** A call's result in the form of {@link Kernel}: the errno is the one saved with this thread's last call. */
    static int answer(long result) {
        return result < 0 ? -Native.getLastError() : (int) result;
    }
}
