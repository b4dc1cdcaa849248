package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kernel.StructText;
import org.kvmsh.bindings.kvm.rule.BrokenRules;
import org.kvmsh.bindings.kvm.rule.Facts;
import org.kvmsh.bindings.kvm.rule.Refused;
import org.kvmsh.bindings.kvm.rule.VmRecord;

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
        int answer = kernel.ioctl(fd, ioctl.request(), value);
        return answer(answer, name, value, null, answer >= 0 ? "" : NumberText.ofArgument(kernel.abi(), name, value));
    }

    /**
     * An ioctl of this kind of file by its name, with a struct.
     *
     * @param reached what pointers in the struct lead to
     */
    public Answer<Integer> ioctl(String name, Argument argument, Region... reached) {
        Ioctl ioctl = kernel.abi().ioctl(name);
        // What an ioctl of both directions was asked is gone after it: the kernel writes there what it wants, also where it refuses.
        byte[] asked = ioctl.data() == Direction.IN_OUT ? argument.region().bytes(0, Math.toIntExact(argument.region().size())) : null;
        int answer = kernel.ioctl(fd, ioctl.request(), argument.region(), reached);
        return answer(answer, name, 0, argument, answer < 0 ? inWords(argument, asked, reached) : "");
    }

    private String inWords(Argument argument, byte[] asked, Region... reached) {
        Region before = asked == null ? argument.region() : new HeapRegion(argument.region().address(), asked, kernel.abi().order());
        return StructText.of(kernel.abi(), argument.struct(), before, reached);
    }

    private Answer<Integer> answer(int answer, String name, long value, Argument argument, String inWords) {
        if (answer >= 0) {
            took(name, value, argument);
            return new Answer<>(answer, 0, name, kind, inWords, null);
        }
        return new Answer<>(0, -answer, name, kind, inWords, rule(name, -answer, value, argument));
    }

    /** A patch's own rule comes before what kvmsh knows of a kernel. */
    private String rule(String name, int errno, long value, Argument argument) {
        String patched = kernel.abi().rule(name, Errno.name(errno));
        Refused refused = new Refused(name, Errno.name(errno), kernel.abi(), value, argument, vm(), new FileFacts());
        return patched != null ? patched : CallOrigin.EXPLAINING.during(() -> BrokenRules.explain(refused, ErrnoRules.rule(name, errno)));
    }

    /** A call that the kernel took. */
    void took(String name, long value, Argument argument) { }

    /** What is known of the VM that this file is, or is of; null where it is about none. */
    VmRecord vm() {
        return null;
    }

    private final class FileFacts implements Facts {
        @Override public int capability(String name) {
            if (!kernel.abi().hasConstant(name)) {
                return 0;
            }
            int known = kernel.ioctl(fd, kernel.abi().ioctl("KVM_CHECK_EXTENSION").request(), kernel.abi().constant(name));
            return Math.max(known, 0);
        }

        @Override public int pageSize() {
            return kernel.pageSize();
        }
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
