package org.kvmsh.bindings.model;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.kvmsh.bindings.kernel.PartOfRegion;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kernel.SparseRegion;

/** The address space in which a software model keeps guest memory, arguments and run pages. */
public final class ModelMemory {
    private static final long PAGE = 0x1000;
    /** The range where Linux maps memory of a 64-bit process, so that addresses look like a real board's. */
    private static final long FIRST = 0x7f00_0000_0000L;

    private final ByteOrder order;
    private final AtomicLong next = new AtomicLong(FIRST);
    private final ConcurrentSkipListMap<Long, Region> regions = new ConcurrentSkipListMap<>();

    public ModelMemory(ByteOrder order) {
        this.order = order;
    }

    /** A region that knows which pages it is in. */
    private static final class Paged extends SparseRegion {
        private final long page;
        private final boolean rma;

        Paged(long address, long size, ByteOrder order, Runnable onRelease, long page, boolean rma) {
            super(address, size, order, onRelease);
            this.page = page;
            this.rma = rma;
        }
    }

    /**
     * The requested size of memory that ends at a page boundary like mmap's: the kernel may copy the bytes between, but
     * callers see only what they requested.
     */
    private static final class Asked extends PartOfRegion {
        private final Region whole;

        Asked(Region whole, long size) {
            super(whole, 0, size);
            this.whole = whole;
        }

        @Override
        protected void released() {
            whole.close();
        }
    }

    public Region allocate(long size, Runnable onRelease) {
        return allocate(size, PAGE, false, onRelease);
    }

    /** Memory in huge pages, which begins at a multiple of one. */
    public Region allocate(long size, long page) {
        return allocate(size, page, false, () -> {});
    }

    /** A real mode area of powerpc: contiguous, whatever its page size. */
    public Region allocateRma(long size) {
        return allocate(size, PAGE, true, () -> {});
    }

    private Region allocate(long size, long page, boolean rma, Runnable onRelease) {
        long rounded = (size + page - 1) / page * page;
        // A page stays free between two regions, so that an access past an end never meets the next one.
        long address = next.getAndUpdate(free -> aligned(free, page) + rounded + PAGE);
        long start = aligned(address, page);
        Region region = new Paged(
                start,
                rounded,
                order,
                () -> {
                    regions.remove(start);
                    onRelease.run();
                },
                page,
                rma);
        regions.put(start, region);
        return size == rounded ? region : new Asked(region, size);
    }

    private static long aligned(long address, long page) {
        return (address + page - 1) / page * page;
    }

    /** Bytes of the pages that a region is in. */
    public long pageOf(Region region) {
        return region instanceof Paged paged ? paged.page : PAGE;
    }

    public boolean isRma(Region region) {
        return region instanceof Paged paged && paged.rma;
    }

    /** The region that contains a range of addresses, or null. */
    public Region holding(long address, long size) {
        Map.Entry<Long, Region> below = regions.floorEntry(address);
        return below != null && address - below.getKey() <= below.getValue().size() - size ? below.getValue() : null;
    }
}
