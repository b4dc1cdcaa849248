package org.kvmsh.bindings.abi.header;

import java.util.ArrayList;
import java.util.List;

/** A C type as a target lays it out: bytes and alignment. */
sealed interface CType {
    long size();

    int align();

    /**
     * An integer, an enum or a pointer.
     *
     * @param name as the tables spell it: u8 to u128, s8 to s64, char, ptr
     */
    record Scalar(String name, long size, int align, boolean signed) implements CType {}

    /** void, or a struct that was only named: it has no size, and can only be pointed to. */
    record Incomplete(String name) implements CType {
        @Override
        public long size() {
            throw new HeaderError(name + " has no size: it is declared but not defined");
        }

        @Override
        public int align() {
            throw new HeaderError(name + " has no alignment: it is declared but not defined");
        }
    }

    /** @param count -1 where the array is flexible */
    record Array(CType element, long count) implements CType {
        @Override
        public long size() {
            return count < 0 ? 0 : element.size() * count;
        }

        @Override
        public int align() {
            return element.align();
        }
    }

    /** A type with its own alignment. */
    record Aligned(CType type, int align) implements CType {
        @Override
        public long size() {
            return type.size();
        }
    }

    /**
     * A member of a struct or union.
     *
     * @param name null if it is a struct or union without a name, whose members count as the outer one's
     * @param width bits of a bit field, otherwise 0
     * @param bit from the least significant bit of the unit at offset
     */
    record Member(String name, CType type, long offset, int bit, int width) {}

    /** A struct or union. */
    final class Aggregate implements CType {
        private final String tag;
        private final boolean union;
        private final String origin;
        private final List<Member> members = new ArrayList<>();
        private long size;
        private int align = 1;
        private boolean complete;

        /** @param tag null if it has no name */
        Aggregate(String tag, boolean union, String origin) {
            this.tag = tag;
            this.union = union;
            this.origin = origin;
        }

        String tag() {
            return tag;
        }

        boolean isUnion() {
            return union;
        }

        /** The header that defines it. */
        String origin() {
            return origin;
        }

        List<Member> members() {
            return members;
        }

        boolean complete() {
            return complete;
        }

        void complete(List<Member> laidOut, long bytes, int alignment) {
            members.addAll(laidOut);
            size = bytes;
            align = alignment;
            complete = true;
        }

        @Override
        public long size() {
            if (!complete) {
                String name = (union ? "union " : "struct ") + tag;
                throw HeaderError.missing(name, name + " has no size: it is declared but not defined");
            }
            return size;
        }

        @Override
        public int align() {
            size();
            return align;
        }
    }
}
