package org.kvmsh.bindings.abi;

/**
 * A field of a struct, its name dotted where it lies in an inner struct ({@code cs.base}).
 *
 * @param bytes   one element's size: 1, 2, 4 or 8
 * @param count   how many elements, 1 unless it is an array
 * @param meaning how the names of the constants begin that are its values; null where it holds plain numbers
 */
public record Field(String name, int bytes, int count, int offset, String meaning) {
    /** The largest value that fits, as 64 bits. */
    public long mask() {
        return bytes == Long.BYTES ? -1L : (1L << bytes * Byte.SIZE) - 1;
    }
}
