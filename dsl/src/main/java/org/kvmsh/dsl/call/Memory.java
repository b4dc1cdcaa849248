package org.kvmsh.dsl.call;

import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.dsl.spec.Bits64;

/** Memory that a script asked for: its address is what goes into a pointer field. */
public final class Memory implements AutoCloseable {
    private final Region region;

    public Memory(Region region) {
        this.region = region;
    }

    Region region() {
        return region;
    }

    /** Where the board's kernel sees it. */
    public long getAddress() {
        return region.address();
    }

    public long getSize() {
        return region.size();
    }

    /** The bytes from an offset on. */
    public byte[] bytes(Number offset, Number length) {
        return region.bytes(offset.longValue(), length.intValue());
    }

    public void write(Number offset, byte[] bytes) {
        region.write(offset.longValue(), bytes);
    }

    @Override public void close() {
        region.close();
    }

    @Override public String toString() {
        return Bits64.size(region.size()) + " at " + Bits64.hex(region.address()) + " of the board";
    }
}
