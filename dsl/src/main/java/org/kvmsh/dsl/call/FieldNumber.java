package org.kvmsh.dsl.call;

import java.math.BigInteger;
import java.nio.ByteOrder;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * A number in a struct's bytes, of any width: what a script reads there, and the bits of what it assigns.
 *
 * @param offset of the number, which an array's field has at its first element only
 */
record FieldNumber(Field field, long offset) {
    /** Bits that it has. */
    static int width(Field field) {
        return field.width() > 0 ? field.width() : field.bytes() * Byte.SIZE;
    }

    /** A Long, or a BigInteger where it has more than 64 bits. */
    Object read(StructBytes bytes) {
        if (field.bytes() > Long.BYTES) {
            return new BigInteger(isSigned() ? 0 : 1, bigEndian(bytes.bytes(offset, field.bytes()), bytes.order()));
        }
        long value = bytes.get(offset, field.bytes());
        if (field.width() > 0) {
            return value >>> field.bit() & mask();
        }
        int unused = Long.SIZE - field.bytes() * Byte.SIZE;
        return isSigned() ? value << unused >> unused : value;
    }

    /** @param what the field, as an error names it */
    void write(StructBytes bytes, Object value, String what, Site site) {
        if (value instanceof byte[] raw && field.bytes() > Long.BYTES && raw.length == field.bytes()) {
            bytes.write(offset, raw);
            return;
        }
        BigInteger number = whole(value, what, site);
        int width = width(field);
        if (number.signum() >= 0 ? number.bitLength() > width : number.bitLength() >= width) {
            throw tooWide(number, width, what, site);
        }
        if (field.bytes() > Long.BYTES) {
            bytes.write(offset, bigEndian(sized(number), bytes.order()));
        } else if (field.width() > 0) {
            long old = bytes.get(offset, field.bytes());
            long shifted = mask() << field.bit();
            bytes.put(offset, field.bytes(), old & ~shifted | number.longValue() << field.bit() & shifted);
        } else {
            bytes.put(offset, field.bytes(), number.longValue());
        }
    }

    private boolean isSigned() {
        return field.type().startsWith("s");
    }

    private long mask() {
        return field.width() == Long.SIZE ? -1 : (1L << field.width()) - 1;
    }

    private static BigInteger whole(Object value, String what, Site site) {
        return value instanceof BigInteger big ? big : BigInteger.valueOf(Bits64.of(value, what, site));
    }

    private static ScriptError tooWide(BigInteger number, int width, String what, Site site) {
        String hex = (number.signum() < 0 ? "-0x" : "0x") + number.abs().toString(16);
        String low = "0x"
                + number.and(BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE))
                        .toString(16);
        return new ScriptError(
                site,
                what + " has " + width + (width == 1 ? " bit: " : " bits: ") + number + " (" + hex + ") does not fit",
                "its low " + (width == 1 ? "bit is " : width + " bits are ") + low + ": write " + low
                        + ", or mask the number first");
    }

    /** The number's two's complement, most significant byte first. */
    private byte[] sized(BigInteger number) {
        byte[] sized = new byte[field.bytes()];
        for (int i = 0; i < sized.length; i++) {
            sized[sized.length - 1 - i] = number.shiftRight(i * Byte.SIZE).byteValue();
        }
        return sized;
    }

    private static byte[] bigEndian(byte[] bytes, ByteOrder order) {
        if (order == ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0; i < bytes.length / 2; i++) {
                byte swapped = bytes[i];
                bytes[i] = bytes[bytes.length - 1 - i];
                bytes[bytes.length - 1 - i] = swapped;
            }
        }
        return bytes;
    }
}
