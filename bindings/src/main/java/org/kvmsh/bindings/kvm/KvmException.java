package org.kvmsh.bindings.kvm;

/** A call that the kernel refused, in words: the ioctl, what it was made on, the argument, the errno and its rule. */
public final class KvmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    public KvmException(String message, int errno) {
        super(message);
        this.errno = errno;
    }

    /** The positive error number. */
    public int errno() {
        return errno;
    }
}
