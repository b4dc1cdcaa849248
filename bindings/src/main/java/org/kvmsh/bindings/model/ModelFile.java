package org.kvmsh.bindings.model;

import java.nio.ByteOrder;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HeapRegion;
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

    /** The negated errno for an ioctl whose struct no memory backs: a kernel meets that when it copies, and so once it knows the ioctl. */
    public int badPointer(String name) {
        try {
            return ioctl(name, 0, new HeapRegion(new byte[0], ByteOrder.nativeOrder()));
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

    public void close() { }
}
