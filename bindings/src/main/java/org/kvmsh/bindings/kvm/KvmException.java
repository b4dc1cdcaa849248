package org.kvmsh.bindings.kvm;

/** A call that the kernel refused. */
public final class KvmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;
    private final int errno;

    public KvmException(Refusal refusal) {
        this.refusal = refusal;
        this.errno = refusal.errno();
    }

    /** What is no call of KVM's was refused: memory, a mapping. */
    public KvmException(String message, int errno) {
        super(message);
        this.refusal = null;
        this.errno = errno;
    }

    /** The refused call; null if it was not a call of KVM. */
    public Refusal refusal() {
        return refusal;
    }

    /** The same after the rules were checked: they need the VM, which may be closed next. */
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
    @Override public String getMessage() {
        return refusal == null ? super.getMessage() : refusal.toString();
    }

    /** A script that catches it prints it: its user need not know the class. */
    @Override public String toString() {
        return getMessage();
    }
}
