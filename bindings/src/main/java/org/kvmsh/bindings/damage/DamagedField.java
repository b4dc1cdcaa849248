package org.kvmsh.bindings.damage;

import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.kernel.Region;

/**
 * A number in memory: a field of a struct, an element of an array.
 *
 * @param bytes at most 8; of a wider number its low half on a little-endian board
 * @param width bits of a bit field; otherwise 0
 */
record DamagedField(long offset, int bytes, int bit, int width) {
    private static final long PAGE = 0x1000;

    static DamagedField of(Field field, long base) {
        return new DamagedField(base + field.offset(), Math.min(field.bytes(), Long.BYTES), field.bit(), field.width());
    }

    boolean isIn(Region region) {
        return offset + bytes <= region.size();
    }

    private long mask() {
        return width == 0 ? -1 : (1L << width) - 1;
    }

    long get(Region region) {
        return region.get(offset, bytes) >>> bit & mask();
    }

    void put(Region region, long value) {
        long others = region.get(offset, bytes) & ~(mask() << bit);
        region.put(offset, bytes, width == 0 ? value : others | (value & mask()) << bit);
    }

    /** One bit is changed; of the address or size of a page the lowest one that makes another page's. */
    void flip(Region region, boolean isPages) {
        long value = get(region);
        put(region, value ^ (isPages && value != 0 && value % PAGE == 0 ? PAGE : 1));
    }
}
