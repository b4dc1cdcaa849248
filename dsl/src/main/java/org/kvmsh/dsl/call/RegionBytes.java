package org.kvmsh.dsl.call;

import java.nio.ByteOrder;
import org.kvmsh.bindings.kernel.Region;

/** A struct in memory of a board. */
class RegionBytes implements StructBytes {
    private Region region;

    RegionBytes(Region region) {
        this.region = region;
    }

    final void move(Region to) {
        region = to;
    }

    @Override
    public ByteOrder order() {
        return region.order();
    }

    @Override
    public long size() {
        return region.size();
    }

    @Override
    public long get(long offset, int bytes) {
        return region.get(offset, bytes);
    }

    @Override
    public void put(long offset, int bytes, long value) {
        region.put(offset, bytes, value);
    }

    @Override
    public byte[] bytes(long offset, int length) {
        return region.bytes(offset, length);
    }

    @Override
    public void write(long offset, byte[] from) {
        region.write(offset, from);
    }
}
