package org.kvmsh.bindings.kvm;

/** A call that the kernel refused. */
public final class KvmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final int errno;

    /** Creates the exception of a refused call, whose rules are looked for when its message is first read. */
    public KvmException(Refusal refusal) {
        this.refusal = refusal;
        this.errno = refusal.errno();
    }

    /**
     * Creates the exception of a refused call that is not one of KVM's: memory, a mapping.
     *
     * @param errno the positive error number
     */
    public KvmException(String message, int errno) {
        super(message);
        this.refusal = null;
        this.errno = errno;
    }

    /** The refused call; null if it was not a call of KVM. */
    public Refusal refusal() {
        return refusal;
    }

    /** Looks for the broken rules now, because they need the VM, which may be closed next, and returns this. */
    public KvmException explained() {
        if (refusal != null) {
            refusal.diagnosis();
        }
        return this;
    }

    /** The positive error number. */
    public int errno() {
        return errno;
    }

    /** Finding the rules waits until somebody reads the message. */
    @Override
    public String getMessage() {
        return refusal == null ? super.getMessage() : refusal.toString();
    }

    /** A script that catches it prints it: its user need not know the class. */
    @Override
    public String toString() {
        return getMessage();
    }
}
