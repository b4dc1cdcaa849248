package org.kvmsh.bindings.model;

import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;

/** An open file of a board in software. Its calls answer as the kernel's do: 0 or more, or a negated errno. */
public abstract class ModelFile {
    /** What its ioctls are looked up as; null where it has none. */
    public abstract FdKind kind();

    /**
     * One ioctl.
     *
     * @param name     the ioctl; null where the board's tables know no such number on this kind of file
     * @param argument the struct, or null where the argument is a plain value
     */
    public abstract int ioctl(String name, long value, Region argument);

    /** The negated errno that each ioctl has whatever it is, as those of a dead VM have; 0 where it depends on the ioctl. */
    public int gone() {
        return 0;
    }

    /**
     * An ioctl whose struct no memory backs: a kernel meets a bad pointer when it copies, after it has found what the call is.
     *
     * @param nothing stands for the struct, and has no bytes
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

    public void kick() { }

    /** {@link org.kvmsh.bindings.kernel.Kernel#undefinedFlags}. */
    public long undefinedFlags() {
        return 0;
    }

    public void close() { }
}
