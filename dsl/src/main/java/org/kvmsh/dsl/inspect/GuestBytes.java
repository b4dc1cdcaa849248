package org.kvmsh.dsl.inspect;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.dsl.call.ByteList;
import org.kvmsh.dsl.call.GivenBytes;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** A copy of guest memory from the moment it was read; writes to it also go to guest memory. */
public final class GuestBytes implements ByteList.Stored, AsJson {
    private static final int LINE = 16;
    private static final int HALF = LINE / 2;
    /** More is a file's to hold. */
    private static final int MOST_LINES = 256;

    /** The guest memory that bytes are written to. */
    public interface Destination {
        /** Writes guest memory from an address on. */
        void write(long at, byte[] bytes);
    }

    private final long at;
    private final byte[] bytes;
    private final ByteOrder order;
    private final Destination memory;
    private String remark = "";
    private SymbolNames names = address -> null;

    /** @param order of the board */
    public GuestBytes(long at, byte[] bytes, ByteOrder order, Destination memory) {
        this.at = at;
        this.bytes = bytes;
        this.order = order;
        this.memory = memory;
    }

    /** Adds a line to what is shown. */
    public GuestBytes saying(String line) {
        remark = "\n" + line;
        return this;
    }

    /** Gives names to the addresses that are shown. */
    public GuestBytes named(SymbolNames symbols) {
        names = symbols;
        return this;
    }

    @Word(
            value = "the address of the first byte: guest physical, or virtual if mem was given virtual:",
            example = "m.mem(0x1000, 64).at")
    public long getAt() {
        return at;
    }

    @Word(value = "the number of bytes", example = "m.mem(0x1000, 64).length")
    @Override
    public int getLength() {
        return bytes.length;
    }

    @Word(
            value = "the bytes as a list of unsigned numbers; assigning to an element writes guest memory",
            example = "m.mem(0x1000, 64).bytes")
    public ByteList getBytes() {
        return new ByteList(this);
    }

    @Override
    public byte[] copy() {
        return bytes.clone();
    }

    @Word(value = "the bytes as ISO 8859-1 text, up to the first zero byte", example = "m.mem(0x1100, 64).text")
    public String getText() {
        return GivenBytes.text(bytes);
    }

    /** {@code mem(0x1000, 64)[1]}. */
    public int getAt(Object offset) {
        return u8(offset);
    }

    /** {@code mem(0x1000, 64)[1] = 42}. */
    public void putAt(Object offset, Object value) {
        u8(offset, value);
    }

    @Word(
            value = "the byte at an offset, unsigned; with a value, write that value to guest memory",
            example = "m.mem(0x1000, 64).u8(0)")
    @Override
    public int u8(Object offset) {
        return (int) value(offset, Byte.BYTES, order);
    }

    @Override
    public void u8(Object offset, Object number) {
        put(offset, Byte.BYTES, number, order);
    }

    @Word(
            value = "the 2 bytes at an offset as an unsigned number, in the board's byte order or the one given; with"
                    + " a value, write that value to guest memory",
            example = "m.mem(0x1000, 64).u16(0, 'big')")
    public int u16(Object offset, String named) {
        return (int) value(offset, Short.BYTES, MemoryWrite.order(named));
    }

    /** In the board's byte order. */
    public int u16(Object offset) {
        return (int) value(offset, Short.BYTES, order);
    }

    public void u16(Object offset, Number number) {
        put(offset, Short.BYTES, number, order);
    }

    public void u16(Object offset, Number number, String named) {
        put(offset, Short.BYTES, number, MemoryWrite.order(named));
    }

    @Word(
            value = "the 4 bytes at an offset as an unsigned number, in the board's byte order or the one given; with"
                    + " a value, write that value to guest memory",
            example = "m.mem(0x1000, 64).u32(4, 0x1234)")
    public Number u32(Object offset, String named) {
        return value(offset, Integer.BYTES, MemoryWrite.order(named));
    }

    /** In the board's byte order. */
    public Number u32(Object offset) {
        return value(offset, Integer.BYTES, order);
    }

    public void u32(Object offset, Number number) {
        put(offset, Integer.BYTES, number, order);
    }

    public void u32(Object offset, Number number, String named) {
        put(offset, Integer.BYTES, number, MemoryWrite.order(named));
    }

    @Word(
            value = "the 8 bytes at an offset as a 64-bit integer, in the board's byte order or the one given; with a"
                    + " value, write that value to guest memory",
            example = "m.mem(0x1000, 64).u64(8, 'big')")
    public long u64(Object offset, String named) {
        return value(offset, Long.BYTES, MemoryWrite.order(named));
    }

    /** In the board's byte order. */
    public long u64(Object offset) {
        return value(offset, Long.BYTES, order);
    }

    public void u64(Object offset, Number number) {
        put(offset, Long.BYTES, number, order);
    }

    public void u64(Object offset, Number number, String named) {
        put(offset, Long.BYTES, number, MemoryWrite.order(named));
    }

    @Word(
            value = "write a list of numbers, a string, or the result of asm or mem to this guest memory, at"
                    + " its start or at an offset",
            example = "m.mem(0x1000, " + "64).write 8, [0x2a, 0]",
            js = "m.mem(0x1000, 64).write(8, [0x2a, 0])")
    public void write(Object offset, Object what) {
        byte[] from = GivenBytes.of(what);
        put(offset(offset, from.length), from);
    }

    /** From the first byte on. */
    public void write(Object what) {
        write(0, what);
    }

    @Word(
            value = "fill this guest memory with a byte",
            example = "m.mem(0x1000, 64).fill 0xff",
            js = "m.mem(0x1000, 64).fill(0xff)")
    public void fill(Object value) {
        byte[] all = new byte[bytes.length];
        Arrays.fill(all, (byte) Bits64.fitting(value, Byte.BYTES, "a byte", Site.UNKNOWN));
        put(0, all);
    }

    @Word(
            value = "copy these bytes to an address in the same machine (guest physical or guest virtual,"
                    + " the same kind as .at), or into the result of mem on any machine",
            example = "m.mem(0x1000, 64).copyTo " + "0x2000",
            js = "m.mem(0x1000, 64).copyTo(0x2000)")
    public void copyTo(Object target) {
        if (target instanceof GuestBytes other) {
            other.write(0, this);
        } else {
            memory.write(Bits64.of(target, "an address", Site.UNKNOWN), bytes);
        }
    }

    @Word(
            value = "the offset of the first occurrence of the given bytes or string; null if not found",
            example = "m.mem(0x1000, 64).find 'hello'",
            js = "m.mem(0x1000, 64).find('hello')")
    public Integer find(Object what) {
        byte[] wanted = GivenBytes.of(what);
        for (int from = 0; wanted.length > 0 && from <= bytes.length - wanted.length; from++) {
            if (Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length)) {
                return from;
            }
        }
        return null;
    }

    private void put(Object offset, int size, Object number, ByteOrder as) {
        put(offset(offset, size), MemoryWrite.number(number, size, as));
    }

    private void put(int offset, byte[] from) {
        if (from.length > 0) {
            memory.write(at + offset, from);
            System.arraycopy(from, 0, bytes, offset, from.length);
        }
    }

    private int offset(Object offset, int size) {
        long from = Bits64.of(offset, "an offset", Site.UNKNOWN);
        if (from < 0 || from > bytes.length - size) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    size + (size == 1 ? " byte" : " bytes") + " at offset "
                            + (from < 0 ? "-" + Bits64.hex(-from) : Bits64.hex(from)) + (size == 1 ? " is" : " are")
                            + " outside this range of " + bytes.length + (bytes.length == 1 ? " byte" : " bytes"));
        }
        return (int) from;
    }

    private long value(Object offset, int size, ByteOrder as) {
        return new HeapRegion(bytes, as).get(offset(offset, size), size);
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("at", at);
        facts.put("length", bytes.length);
        facts.put("bytes", bytes);
        return facts;
    }

    @Override
    public String toString() {
        StringBuilder dump = new StringBuilder();
        int lines = (bytes.length + LINE - 1) / LINE;
        String address = "%0" + (Long.compareUnsigned(at + bytes.length, 1L << Integer.SIZE) > 0 ? 16 : 8) + "x";
        for (int line = 0; line < Math.min(lines, MOST_LINES); line++) {
            dump.append(line == 0 ? "" : "\n")
                    .append(labels(line * LINE))
                    .append(String.format(address, at + (long) line * LINE))
                    .append(line(line * LINE));
        }
        if (lines > MOST_LINES) {
            dump.append("\n... ").append(bytes.length - MOST_LINES * LINE).append(" more bytes");
        }
        return dump + remark;
    }

    /** The name of what the first byte is part of, and the symbols that begin in a line, each in a line before it. */
    private String labels(int from) {
        StringBuilder labels = new StringBuilder();
        for (int i = from; i < Math.min(from + LINE, bytes.length); i++) {
            String name = names.at(at + i);
            if (name != null && (i == 0 || !name.contains(SymbolNames.OFFSET))) {
                labels.append(name)
                        .append(i == from ? "" : " at " + Bits64.hex(at + i))
                        .append(":\n");
            }
        }
        return labels.toString();
    }

    private String line(int from) {
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + LINE; i++) {
            hex.append(i == from + HALF ? "  " : " ")
                    .append(i < bytes.length ? HexFormat.of().toHexDigits(bytes[i]) : "  ");
            if (i < bytes.length) {
                text.append(bytes[i] >= ' ' && bytes[i] <= '~' ? (char) bytes[i] : '.');
            }
        }
        return " " + hex + "  |" + text + "|";
    }
}
