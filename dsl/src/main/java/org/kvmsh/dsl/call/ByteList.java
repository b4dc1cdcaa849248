package org.kvmsh.dsl.call;

import java.util.AbstractList;
import java.util.HexFormat;
import java.util.RandomAccess;

/** Bytes of memory as a list of unsigned numbers: what is assigned to one of them is written to that memory. */
public final class ByteList extends AbstractList<Integer> implements RandomAccess {
    private final Stored stored;

    /** The storage of the bytes. */
    public interface Stored {
        /** The byte at an offset, unsigned. */
        int u8(Object offset);

        /** Writes the byte at an offset. */
        void u8(Object offset, Object number);

        /** The number of bytes. */
        int getLength();

        /** All of them, apart from where they are. */
        byte[] copy();
    }

    /** The bytes of a range. */
    public ByteList(Stored stored) {
        this.stored = stored;
    }

    @Override
    public Integer get(int index) {
        return stored.u8(index);
    }

    @Override
    public Integer set(int index, Integer value) {
        int before = stored.u8(index);
        stored.u8(index, value);
        return before;
    }

    /** {@code mem(0x1000, 4).bytes[0] = 42}, with a number of any type. */
    public void putAt(Object index, Object value) {
        stored.u8(index, value);
    }

    /**
     * An int index, for which Groovy's own method of lists would add elements behind the last; one below 0 counts from
     * the end.
     */
    public void putAt(int index, Object value) {
        stored.u8(index < 0 && index >= -size() ? index + size() : index, value);
    }

    @Override
    public int size() {
        return stored.getLength();
    }

    /** The length, under an array's name for it. */
    public int getLength() {
        return size();
    }

    /** A copy of the bytes, for Java's classes: {@code ByteBuffer.wrap(list.bytes(0, 4).toByteArray())}. */
    public byte[] toByteArray() {
        return stored.copy();
    }

    @Override
    public String toString() {
        return HexFormat.ofDelimiter(" ").formatHex(stored.copy());
    }
}
