package org.kvmsh.bindings.proposal;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.kvmsh.bindings.kernel.PartOfRegion;
import org.kvmsh.bindings.kernel.Region;

/** The memory that was had of the kernel below, by address: what copy_from_user would find at one. */
final class KnownMemory {
    /** Nobody says when memory is given back, so what is forgotten above is not held here. */
    private final ConcurrentSkipListMap<Long, WeakReference<Region>> regions = new ConcurrentSkipListMap<>();
    private int added;

    void add(Region region) {
        regions.put(region.address(), new WeakReference<>(region));
        if ((++added & 0x3ff) == 0) {
            regions.values().removeIf(known -> known.get() == null);
        }
    }

    /** The bytes of a range of addresses; null where they are not all in one piece of memory. */
    Region at(long address, long size) {
        for (Map.Entry<Long, WeakReference<Region>> below = regions.floorEntry(address); below != null; below = regions.lowerEntry(below.getKey())) {
            Region region = below.getValue().get();
            if (region == null || isGone(region)) {
                regions.remove(below.getKey(), below.getValue());
            } else {
                long offset = address - below.getKey();
                return offset <= region.size() - size ? new PartOfRegion(region, offset, size) : null;
            }
        }
        return null;
    }

    private static boolean isGone(Region region) {
        try {
            region.getByte(0);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
