package org.kvmsh.dsl.inspect;

import java.util.AbstractList;
import java.util.HexFormat;
import java.util.RandomAccess;

/** The bytes of guest memory as a list of unsigned numbers: what is assigned to one of them is written to the guest's memory. */
public final class GuestByteList extends AbstractList<Integer> implements RandomAccess {
    private final GuestBytes bytes;

    GuestByteList(GuestBytes bytes) {
        this.bytes = bytes;
    }

    @Override public Integer get(int index) {
        return bytes.u8(index);
    }

    @Override public Integer set(int index, Integer value) {
        int before = bytes.u8(index);
        bytes.u8(index, value);
        return before;
    }

    /** {@code mem(0x1000, 4).bytes[0] = 42}, whatever the number's type is. */
    public void putAt(Object index, Object value) {
        bytes.u8(index, value);
    }

    @Override public int size() {
        return bytes.getLength();
    }

    /** As an array has it. */
    public int getLength() {
        return size();
    }

    @Override public String toString() {
        return HexFormat.ofDelimiter(" ").formatHex(bytes.copy());
    }
}
