package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.PartOfRegion;
import org.kvmsh.bindings.kernel.Region;

/** A real mode area taken from the pool: struct kvmppc_rma_info, with a count of its descriptor, mappings and VMs. */
final class Rma implements OwnFile {
    private final Region area;
    private final Runnable free;
    private final AllocateRma pool;
    private int users = 1;

    /** @param free returns it to the pool */
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

        @Override
        protected void released() {
            pool.unmapped(this);
            closed();
        }
    }

    /** Beyond the area, the kernel's mapping raises SIGBUS, which a region cannot. */
    @Override
    public Mapped map(long size, long offset) {
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

    /** Drops one use; with the last one the area returns to the pool, and is zeroed for its next owner. */
    @Override
    public void closed() {
        synchronized (this) {
            if (--users > 0) {
                return;
            }
        }
        area.close();
        free.run();
    }
}
