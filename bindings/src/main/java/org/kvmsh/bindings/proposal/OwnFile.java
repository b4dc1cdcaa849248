package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;

/** What is behind a descriptor that a proposal gave: the kernel below lent the number and knows nothing of it. */
public interface OwnFile {
    /** mmap(2). */
    default Mapped map(long size, long offset) {
        return Mapped.failed(Errno.ENODEV.number());
    }

    /** The descriptor was closed; its mappings stay. */
    void closed();
}
