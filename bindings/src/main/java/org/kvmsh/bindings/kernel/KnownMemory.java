package org.kvmsh.bindings.kernel;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The memory that a kernel allocated, by address: what copy_from_user would find. */
public final class KnownMemory {
    private static final int CLEAN_EVERY = 0x400;

    /** Frees are not reported, so what is forgotten above is not referenced here. */
    private final ConcurrentSkipListMap<Long, WeakReference<Region>> regions = new ConcurrentSkipListMap<>();

    private final AtomicInteger added = new AtomicInteger();

    /**
     * Adds memory, under its address; it is forgotten when nothing else refers to it or when it is closed.
     *
     * @param region the memory that a kernel allocated
     */
    public void add(Region region) {
        regions.put(region.address(), new WeakReference<>(region));
        if (added.incrementAndGet() % CLEAN_EVERY == 0) {
            regions.values().removeIf(known -> known.get() == null);
        }
    }

    /**
     * The bytes of a range of addresses.
     *
     * @param address the board's address of the first byte
     * @param size bytes of the range
     * @return null if they are not all in one piece of memory
     */
    public Region at(long address, long size) {
        Region region = from(address);
        long offset = region == null ? 0 : address - region.address();
        return region != null && offset <= region.size() - size ? new PartOfRegion(region, offset, size) : null;
    }

    /**
     * Whether all bytes of a range are in pieces of memory, one or several.
     *
     * @param from the board's address of the first byte
     * @param to the address behind the last byte
     */
    public boolean covers(long from, long to) {
        long at = from;
        while (at < to) {
            Region region = from(at);
            if (region == null || at >= region.address() + region.size()) {
                return false;
            }
            at = region.address() + region.size();
        }
        return true;
    }

    /** The last region that starts at or below an address, or null. */
    private Region from(long address) {
        for (Map.Entry<Long, WeakReference<Region>> below = regions.floorEntry(address);
                below != null;
                below = regions.lowerEntry(below.getKey())) {
            Region region = below.getValue().get();
            if (region == null || region.isClosed()) {
                regions.remove(below.getKey(), below.getValue());
            } else {
                return region;
            }
        }
        return null;
    }
}
