package org.kvmsh.bindings.abi;

import java.util.regex.Pattern;

/**
 * A field of a struct.
 *
 * @param name dotted where it was reached through a field that is itself a struct ({@code cs.base})
 * @param type u8 to u128, s8 to s64, char, ptr, or the name of a struct
 * @param bytes of one element
 * @param count how many elements: 1 unless it is an array, 0 if the array is flexible
 * @param offset bytes from the start of the struct
 * @param bit the lowest bit of a bit field, counted from the least significant one
 * @param width bits of a bit field; otherwise 0
 */
public record Field(String name, String type, int bytes, int count, int offset, int bit, int width) {
    private static final Pattern PADDING = Pattern.compile("(.*\\.)?(pad\\d*|padding.*|reserved.*)");

    /** Whether it is a number, and not a struct. */
    public boolean isScalar() {
        return isScalar(type);
    }

    /** Whether the kernel's name marks it as unused: {@code pad}, {@code padding1}, {@code reserved}. */
    public boolean isPadding() {
        return PADDING.matcher(name).matches();
    }

    /** Whether it has bytes in common with another field of the same struct. */
    public boolean overlaps(Field other) {
        return offset < other.offset + other.bytes * other.count && other.offset < offset + bytes * count;
    }

    /**
     * Whether a type of the tables is a number.
     *
     * @param type as {@link #type}
     */
    public static boolean isScalar(String type) {
        return switch (type) {
            case "u8", "u16", "u32", "u64", "u128", "s8", "s16", "s32", "s64", "s128", "char", "ptr", "f32", "f64" ->
                true;
            default -> false;
        };
    }

    static int scalarBytes(String type) {
        return switch (type) {
            case "char" -> 1;
            case "ptr" -> Long.BYTES;
            default -> Integer.parseInt(type.substring(1)) / Byte.SIZE;
        };
    }

    /** The same field inside a struct that lies at an offset of another one. */
    Field within(String holder, int base) {
        return new Field(holder + "." + name, type, bytes, count, offset + base, bit, width);
    }

    /** One element of an array. */
    public Field element(int index) {
        return new Field(name + "[" + index + "]", type, bytes, 1, offset + index * bytes, bit, width);
    }
}
