package org.kvmsh.bindings.code.dwarf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.kvmsh.bindings.code.ElfSections;

/** A position in a section of DWARF, from which numbers and texts are read. Source: DWARF 5, 7.2 to 7.6. */
final class DwarfCursor {
    private static final int MORE = 0x80;
    private static final int SEVEN = 7;
    private static final int SIGN = 0x40;
    /** An initial length of this value is followed by one of 64 bits. */
    private static final long ESCAPE = 0xffffffffL;

    private final ByteBuffer bytes;
    /** Whether offsets have 64 bits here. */
    private boolean wide;

    DwarfCursor(ByteBuffer bytes, long at) {
        this.bytes = bytes.duplicate().order(bytes.order()).position(Math.toIntExact(at));
    }

    /** A position in a section of a file. */
    static DwarfCursor of(ElfSections sections, String name, long offset) {
        return new DwarfCursor(sections.section(name), offset);
    }

    /** The same position, which moves apart from this one. */
    DwarfCursor again() {
        return new DwarfCursor(bytes, bytes.position()).wide(wide);
    }

    int at() {
        return bytes.position();
    }

    void to(int at) {
        bytes.position(at);
    }

    void skip(long count) {
        bytes.position(Math.toIntExact(bytes.position() + count));
    }

    boolean isBefore(int end) {
        return bytes.position() < end;
    }

    boolean isWide() {
        return wide;
    }

    DwarfCursor wide(boolean offsets) {
        wide = offsets;
        return this;
    }

    /** The length of a unit, which also tells how wide its offsets are. */
    long length() {
        long length = unsigned(Integer.BYTES);
        wide = length == ESCAPE;
        return wide ? bytes.getLong() : length;
    }

    long offset() {
        return unsigned(wide ? Long.BYTES : Integer.BYTES);
    }

    /** A number of 1 to 8 bytes, in the file's byte order. */
    long unsigned(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            long each = Byte.toUnsignedLong(bytes.get());
            value = bytes.order() == ByteOrder.BIG_ENDIAN ? value << Byte.SIZE | each : value | each << i * Byte.SIZE;
        }
        return value;
    }

    int u8() {
        return Byte.toUnsignedInt(bytes.get());
    }

    /** An unsigned number in LEB128. */
    long uleb() {
        return leb(false);
    }

    /** A signed number in LEB128. */
    long sleb() {
        return leb(true);
    }

    private long leb(boolean signed) {
        long value = 0;
        int shift = 0;
        int each;
        do {
            each = u8();
            value |= shift < Long.SIZE ? (long) (each & MORE - 1) << shift : 0;
            shift += SEVEN;
        } while ((each & MORE) != 0);
        return signed && shift < Long.SIZE && (each & SIGN) != 0 ? value | -1L << shift : value;
    }

    byte[] block(long size) {
        byte[] block = new byte[Math.toIntExact(size)];
        bytes.get(block);
        return block;
    }

    /** A text up to its zero byte. */
    String text() {
        int from = bytes.position();
        while (bytes.get() != 0) {
            // Up to the end.
        }
        int length = bytes.position() - 1 - from;
        byte[] text = new byte[length];
        bytes.get(from, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
