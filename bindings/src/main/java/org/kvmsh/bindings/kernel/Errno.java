package org.kvmsh.bindings.kernel;

/**
 * The error numbers of KVM's calls, with the text of strerror(3).
 *
 * <p>Source: include/uapi/asm-generic/errno-base.h and errno.h, which x86, arm, powerpc, s390 and riscv share.
 */
public enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    EINTR(4, "Interrupted system call"),
    EIO(5, "Input/output error"),
    ENXIO(6, "No such device or address"),
    E2BIG(7, "Argument list too long"),
    ENOEXEC(8, "Exec format error"),
    EBADF(9, "Bad file descriptor"),
    EAGAIN(11, "Resource temporarily unavailable"),
    ENOMEM(12, "Cannot allocate memory"),
    EACCES(13, "Permission denied"),
    EFAULT(14, "Bad address"),
    EBUSY(16, "Device or resource busy"),
    EEXIST(17, "File exists"),
    ENODEV(19, "No such device"),
    ENOTDIR(20, "Not a directory"),
    EINVAL(22, "Invalid argument"),
    ENFILE(23, "Too many open files in system"),
    EMFILE(24, "Too many open files"),
    ENOTTY(25, "Inappropriate ioctl for device"),
    ENOSPC(28, "No space left on device"),
    ESPIPE(29, "Illegal seek"),
    EPIPE(32, "Broken pipe"),
    EDOM(33, "Numerical argument out of domain"),
    ERANGE(34, "Numerical result out of range"),
    ENOSYS(38, "Function not implemented"),
    EOVERFLOW(75, "Value too large for defined data type"),
    EOPNOTSUPP(95, "Operation not supported"),
    ENOBUFS(105, "No buffer space available"),
    ETIMEDOUT(110, "Connection timed out"),
    EHWPOISON(133, "Memory page has hardware error");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The positive number. */
    public int number() {
        return number;
    }

    /** The negated number, as a call of {@link Kernel} returns it. */
    public int negative() {
        return -number;
    }

    /**
     * The error of a name.
     *
     * @param name such as EINVAL
     * @return null if the name is unknown
     */
    public static Errno of(String name) {
        for (Errno errno : values()) {
            if (errno.name().equals(name)) {
                return errno;
            }
        }
        return null;
    }

    /**
     * The name of an error number.
     *
     * @param number the positive error number
     * @return such as EINVAL; the number itself in decimal if it has no name here
     */
    public static String name(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno.name();
            }
        }
        return Integer.toString(number);
    }

    /**
     * An error in words: {@code EINVAL (22, Invalid argument)}, or {@code errno 999} if it has no name here.
     *
     * @param number the positive error number
     */
    public static String describe(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno + " (" + number + ", " + errno.text + ")";
            }
        }
        return "errno " + number;
    }
}
