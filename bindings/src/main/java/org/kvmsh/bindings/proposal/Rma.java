package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.PartOfRegion;
import org.kvmsh.bindings.kernel.Region;

/** A real mode area that was taken from the pool: struct kvmppc_rma_info, which its descriptor, its mappings and VMs count in. */
final class Rma implements OwnFile {
    private final Region area;
    private final Runnable free;
    private final AllocateRma pool;
    private int users = 1;

    /** @param free gives it back to the pool */
    Rma(AllocateRma pool, Region area, Runnable free) {
        this.pool = pool;
        this.area = area;
        this.free = free;
    }

    /** One of its mappings. */
    final class Mapping extends PartOfRegion {
        private Mapping(long offset, long size) {
            super(area, offset, size);
        }

        Rma rma() {
            return Rma.this;
        }

        @Override protected void released() {
            pool.unmapped(this);
            closed();
        }
    }

    /** Further than the area a mapping gives SIGBUS in the kernel's, which no region can. */
    @Override public Mapped map(long size, long offset) {
        if (size <= 0 || offset < 0 || offset > area.size() - size) {
            return Mapped.failed(Errno.EINVAL.number());
        }
        use();
        Mapping mapping = new Mapping(offset, size);
        pool.mapped(mapping);
        return Mapped.to(mapping);
    }

    synchronized void use() {
        users++;
    }

    /** Gives up one use; with the last one the area goes back to the pool, and its next owner finds it zeroed. */
    @Override public void closed() {
        synchronized (this) {
            if (--users > 0) {
                return;
            }
        }
        area.close();
        free.run();
    }
}
