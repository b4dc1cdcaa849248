package org.kvmsh.bindings.model;

import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kernel.SparseRegion;

/** The address space in which a board in software keeps guest memory, arguments and run pages. */
public final class ModelMemory {
    private static final long PAGE = 0x1000;
    /** Where Linux puts mappings of a 64-bit process, so that addresses look as they do on a real board. */
    private static final long FIRST = 0x7f00_0000_0000L;

    private final ByteOrder order;
    private final AtomicLong next = new AtomicLong(FIRST);
    private final ConcurrentSkipListMap<Long, Region> regions = new ConcurrentSkipListMap<>();

    public ModelMemory(ByteOrder order) {
        this.order = order;
    }

    public Region allocate(long size, Runnable onRelease) {
        long rounded = (size + PAGE - 1) / PAGE * PAGE;
        // A page stays free between two regions, so that an access past an end never meets the next one.
        long address = next.getAndAdd(rounded + PAGE);
        Region region = new SparseRegion(address, size, order, () -> {
            regions.remove(address);
            onRelease.run();
        });
        regions.put(address, region);
        return region;
    }

    /** The region that holds all of a range of addresses; null where none does. */
    public Region holding(long address, long size) {
        Map.Entry<Long, Region> below = regions.floorEntry(address);
        return below != null && address - below.getKey() <= below.getValue().size() - size ? below.getValue() : null;
    }
}
