package org.kvmsh.dsl.inspect;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** Bytes of a guest's memory as they were when they were looked at. */
public final class GuestBytes {
    private static final int LINE = 16;
    private static final int HALF = LINE / 2;
    /** More is a file's to hold. */
    private static final int MOST_LINES = 256;

    private final long at;
    private final byte[] bytes;
    private final ByteOrder order;

    /** @param order of the board */
    public GuestBytes(long at, byte[] bytes, ByteOrder order) {
        this.at = at;
        this.bytes = bytes;
        this.order = order;
    }

    @Word(value = "the guest physical address of the first byte", example = "m.mem(0x1000, 64).at")
    public long getAt() {
        return at;
    }

    @Word(value = "how many bytes there are", example = "m.mem(0x1000, 64).length")
    public int getLength() {
        return bytes.length;
    }

    @Word(value = "the bytes themselves", example = "m.mem(0x1000, 64).bytes")
    public byte[] getBytes() {
        return bytes.clone();
    }

    @Word(value = "the bytes as ISO 8859-1, up to the first that is 0", example = "m.mem(0x1100, 64).text")
    public String getText() {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    @Word(value = "the byte at an offset, unsigned", example = "m.mem(0x1000, 64).u8(0)")
    public int u8(Object offset) {
        return (int) value(offset, Byte.BYTES, order);
    }

    @Word(value = "the 2 bytes from an offset on as a number, unsigned, in the board's byte order or in the one that is named", example = "m.mem(0x1000, 64).u16(0, 'big')")
    public int u16(Object offset, String named) {
        return (int) value(offset, Short.BYTES, order(named));
    }

    /** In the board's byte order. */
    public int u16(Object offset) {
        return (int) value(offset, Short.BYTES, order);
    }

    @Word(value = "the 4 bytes from an offset on as a number, unsigned, in the board's byte order or in the one that is named", example = "m.mem(0x1000, 64).u32(4, 'big')")
    public Number u32(Object offset, String named) {
        return value(offset, Integer.BYTES, order(named));
    }

    /** In the board's byte order. */
    public Number u32(Object offset) {
        return value(offset, Integer.BYTES, order);
    }

    @Word(value = "the 8 bytes from an offset on as 64 bits, in the board's byte order or in the one that is named", example = "m.mem(0x1000, 64).u64(8, 'big')")
    public long u64(Object offset, String named) {
        return value(offset, Long.BYTES, order(named));
    }

    /** In the board's byte order. */
    public long u64(Object offset) {
        return value(offset, Long.BYTES, order);
    }

    private static ByteOrder order(String named) {
        return switch (named) {
            case "big" -> ByteOrder.BIG_ENDIAN;
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            default -> throw new ScriptError(Site.UNKNOWN, "a byte order is 'big' or 'little', and '" + named + "' is neither");
        };
    }

    private long value(Object offset, int size, ByteOrder as) {
        long from = Bits64.of(offset, "an offset", Site.UNKNOWN);
        if (from < 0 || from > bytes.length - size) {
            throw new ScriptError(Site.UNKNOWN, size + (size == 1 ? " byte" : " bytes") + " at offset " + Bits64.hex(from) + " are not among these " + bytes.length);
        }
        return new HeapRegion(bytes, as).get(from, size);
    }

    @Override public String toString() {
        StringBuilder dump = new StringBuilder();
        int lines = (bytes.length + LINE - 1) / LINE;
        String address = "%0" + (Long.compareUnsigned(at + bytes.length, 1L << Integer.SIZE) > 0 ? 16 : 8) + "x";
        for (int line = 0; line < Math.min(lines, MOST_LINES); line++) {
            dump.append(line == 0 ? "" : "\n").append(String.format(address, at + (long) line * LINE)).append(line(line * LINE));
        }
        if (lines > MOST_LINES) {
            dump.append("\n... ").append(bytes.length - MOST_LINES * LINE).append(" more bytes");
        }
        return dump.toString();
    }

    private String line(int from) {
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + LINE; i++) {
            hex.append(i == from + HALF ? "  " : " ").append(i < bytes.length ? HexFormat.of().toHexDigits(bytes[i]) : "  ");
            if (i < bytes.length) {
                text.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
            }
        }
        return " " + hex + "  |" + text + "|";
    }
}
