package org.kvmsh.bindings.abi.header;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.header.CType.Aggregate;
import org.kvmsh.bindings.abi.header.CType.Member;

/**
 * The offsets of the members of one struct or union, as GCC lays them out on Linux: natural alignment, bit fields in
 * units of their type that they do not cross, the first bit field at the low end on little-endian targets and at the
 * high end on big-endian.
 */
final class Layout {
    private final boolean union;
    private final boolean packed;
    private final boolean bigEndian;
    private final List<Member> members = new ArrayList<>();
    private long nextBit;
    private long size;
    private int align = 1;

    Layout(boolean union, boolean packed, boolean bigEndian) {
        this.union = union;
        this.packed = packed;
        this.bigEndian = bigEndian;
    }

    /** @param alignment from an attribute of the member, otherwise 0 */
    void add(String name, CType type, int alignment) {
        int needed = Math.max(packed ? 1 : type.align(), alignment);
        if (type instanceof CType.Aligned aligned) {
            needed = Math.max(needed, aligned.align());
        }
        long offset = union ? 0 : roundUp((nextBit + 7) / 8, needed);
        members.add(new Member(name, type, offset, 0, 0));
        align = Math.max(align, needed);
        nextBit = (offset + type.size()) * 8;
        size = Math.max(size, offset + type.size());
    }

    /** A bit field; one of width 0 ends the unit. */
    void addBits(String name, CType type, int width) {
        long unit = type.size() * 8;
        if (width < 0 || width > unit) {
            throw new HeaderError("a bit field of " + width + " bits in a type of " + unit);
        }
        long start = union ? 0 : nextBit;
        if (width == 0) {
            nextBit = roundUp(start, (int) unit);
            return;
        }
        if (!packed && start / unit != (start + width - 1) / unit) {
            start = roundUp(start, (int) unit);
        }
        long offset = start / unit * type.size();
        int inUnit = (int) (start % unit);
        if (name != null) {
            members.add(new Member(name, type, offset, bigEndian ? (int) unit - inUnit - width : inUnit, width));
            align = Math.max(align, packed ? 1 : type.align());
        }
        nextBit = start + width;
        size = Math.max(size, (nextBit + 7) / 8);
    }

    /** @param alignment from an attribute of the aggregate, otherwise 0 */
    void complete(Aggregate aggregate, int alignment) {
        int whole = Math.max(align, alignment);
        aggregate.complete(members, roundUp(size, whole), whole);
    }

    static long roundUp(long value, int multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }
}
