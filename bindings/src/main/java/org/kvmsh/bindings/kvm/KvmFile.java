package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kernel.StructText;

/** A file descriptor of KVM's: what the system, a VM, a vCPU and a device have in common. */
public abstract class KvmFile implements AutoCloseable {
    private final Kernel kernel;
    private final FdKind kind;
    private final int fd;
    private boolean closed;

    KvmFile(Kernel kernel, FdKind kind, int fd) {
        this.kernel = kernel;
        this.kind = kind;
        this.fd = fd;
    }

    public Kernel kernel() {
        return kernel;
    }

    public int fd() {
        return fd;
    }

    /** An ioctl of this kind of file by its name, with a plain value. */
    public Answer<Integer> ioctl(String name, long value) {
        Ioctl ioctl = kernel.abi().ioctl(name);
        return answer(kernel.ioctl(fd, ioctl.request(), value), name, value == 0 ? "" : Long.toString(value));
    }

    /**
     * An ioctl of this kind of file by its name, with a struct.
     *
     * @param reached what pointers in the struct lead to
     */
    public Answer<Integer> ioctl(String name, Argument argument, Region... reached) {
        Ioctl ioctl = kernel.abi().ioctl(name);
        int answer = kernel.ioctl(fd, ioctl.request(), argument.region(), reached);
        return answer(answer, name, answer < 0 ? StructText.of(kernel.abi(), argument.struct(), argument.region(), reached) : "");
    }

    private Answer<Integer> answer(int answer, String name, String argument) {
        int errno = Math.max(-answer, 0);
        return new Answer<>(Math.max(answer, 0), errno, name, kind, argument, errno == 0 ? null : ErrnoRules.rule(kernel.abi(), name, errno));
    }

    /** What kind of descriptor it is. */
    public FdKind kind() {
        return kind;
    }

    @Override public void close() {
        if (!closed) {
            closed = true;
            kernel.close(fd);
        }
    }
}
