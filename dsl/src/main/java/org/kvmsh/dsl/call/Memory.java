package org.kvmsh.dsl.call;

import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** Memory allocated by a script: its address is used in a pointer field. */
public final class Memory implements AutoCloseable {
    private final Region region;

    public Memory(Region region) {
        this.region = region;
    }

    Region region() {
        return region;
    }

    @Word(value = "its address as the board's kernel sees it", example = "list.address")
    public long getAddress() {
        return region.address();
    }

    @Word(value = "its size in bytes", example = "list.size")
    public int getSize() {
        return (int) region.size();
    }

    @Word(
            value = "the bytes from an offset as a list of unsigned numbers; assigning to an element writes this"
                    + " memory",
            example = "list.bytes 0, 8")
    public ByteList bytes(Number offset, Number length) {
        long from = Bits64.of(offset, "the offset", 0, region.size(), Site.UNKNOWN);
        return new ByteList(
                new Part(from, (int) Bits64.of(length, "the number of bytes", 0, region.size() - from, Site.UNKNOWN)));
    }

    @Word(
            value = "write a list of numbers, bytes, a string, or the result of asm or mem to this memory,"
                    + " at its start or at an offset",
            example = "list.write 0, [1, 2, 3]",
            js = "list.write(0, [1, 2, 3])")
    public void write(Number offset, Object what) {
        byte[] bytes = GivenBytes.of(what);
        region.write(
                Bits64.of(
                        offset,
                        "the offset for writing " + bytes.length + (bytes.length == 1 ? " byte" : " bytes"),
                        0,
                        Math.max(0, region.size() - bytes.length),
                        Site.UNKNOWN),
                fitting(bytes));
    }

    /** From the first byte on. */
    public void write(Object what) {
        write(0, what);
    }

    private byte[] fitting(byte[] bytes) {
        if (bytes.length > region.size()) {
            throw new ScriptError(Site.UNKNOWN, bytes.length + " bytes do not fit into " + Bits64.size(region.size()));
        }
        return bytes;
    }

    /** A part of this memory. */
    private final class Part implements ByteList.Stored {
        private final long from;
        private final int length;

        Part(long from, int length) {
            this.from = from;
            this.length = length;
        }

        @Override
        public int u8(Object offset) {
            return (int) region.get(at(offset), Byte.BYTES);
        }

        @Override
        public void u8(Object offset, Object number) {
            region.put(at(offset), Byte.BYTES, Bits64.fitting(number, Byte.BYTES, "a byte", Site.UNKNOWN));
        }

        @Override
        public int getLength() {
            return length;
        }

        @Override
        public byte[] copy() {
            return region.bytes(from, length);
        }

        private long at(Object offset) {
            return from + Bits64.of(offset, "the offset", 0, length - 1L, Site.UNKNOWN);
        }
    }

    @Override
    public void close() {
        region.close();
    }

    @Override
    public String toString() {
        return Bits64.size(region.size()) + " at board address " + Bits64.hex(region.address());
    }
}
