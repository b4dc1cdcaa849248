package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;

/**
 * The object behind a proposal's descriptor: the number is borrowed from the kernel below, which does not know the
 * object.
 */
public interface OwnFile {
    /** mmap(2). */
    default Mapped map(long size, long offset) {
        return Mapped.failed(Errno.ENODEV.number());
    }

    /** The descriptor was closed; its mappings stay. */
    void closed();
}
