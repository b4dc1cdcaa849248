package org.kvmsh.bindings.model;

import java.util.Set;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.state.VmState;

/** An open file of a software model. Its calls answer as the kernel's do: 0 or more, or a negated errno. */
public abstract class ModelFile {
    private volatile boolean hasRun;

    /**
     * The ioctls that are checked by the rulebook before they are made: those that the model has, with KVM's refusals.
     */
    public Set<String> ruled() {
        return Set.of();
    }

    /** The state of its VM after its calls so far; null for a file without a VM. */
    public VmState vm() {
        return null;
    }

    /** Whether KVM_RUN was ever let in. */
    public final boolean hasRun() {
        return hasRun;
    }

    final void entered() {
        hasRun = true;
    }

    /**
     * Its first KVM_RUN broke a rule.
     *
     * @param errno negated
     */
    protected void refusedToRun(int errno) {}

    /** The kind of descriptor for looking up its ioctls; null if it has none. */
    public abstract FdKind kind();

    /**
     * One ioctl.
     *
     * @param name the ioctl; null if the board's tables do not have this number on this kind of file
     * @param argument the struct, or null if the argument is a plain value
     */
    public abstract int ioctl(String name, long value, Region argument);

    /** The negated errno of every ioctl, as on a dead VM; 0 if it depends on the ioctl. */
    public int gone() {
        return 0;
    }

    /**
     * An ioctl whose struct no memory backs: a kernel meets a bad pointer when it copies, after it has found what the
     * call is.
     *
     * @param nothing replaces the struct, and has no bytes
     */
    public int badPointer(String name, Region nothing) {
        try {
            return ioctl(name, nothing.address(), nothing);
        } catch (IndexOutOfBoundsException e) {
            return Errno.EFAULT.negative();
        }
    }

    public Mapped map(ModelMemory memory, long size, long offset) {
        return Mapped.failed(Errno.ENODEV.number());
    }

    public int run() {
        return Errno.ENOTTY.negative();
    }

    public void kick() {}

    /** {@link org.kvmsh.bindings.kernel.Kernel#undefinedFlags}. */
    public long undefinedFlags() {
        return 0;
    }

    public void close() {}
}
