package org.kvmsh.dsl.compare;

import java.util.HexFormat;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Region;

/** Bytes of a call as its board has numbers in them. */
final class Bytes {
    private Bytes() {}

    static Region of(byte[] bytes, Abi abi) {
        return new HeapRegion(bytes == null ? new byte[0] : bytes, abi.order());
    }

    /** The value of a number: of one wider than 64 bits the low half, of a bit field its bits. */
    static long value(Field field, int index, Region region) {
        long value = region.get(field.offset() + (long) index * field.bytes(), Math.min(field.bytes(), Long.BYTES));
        return field.width() == 0 ? value : value >>> field.bit() & (1L << field.width()) - 1;
    }

    /** Up to the last byte that is not 0; empty if it was not read. */
    static String hex(byte[] bytes) {
        int end = bytes == null ? 0 : bytes.length;
        while (end > 1 && bytes[end - 1] == 0) {
            end--;
        }
        return bytes == null ? "" : HexFormat.of().formatHex(bytes, 0, end);
    }
}
