package org.kvmsh.bindings.code.dwarf;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A type of C, as a compiler laid it out. */
public sealed interface DwarfType {
    /** The type as C writes it. */
    String name();

    /** The number of bytes. */
    long size();

    /** The type behind names and qualifiers. */
    default DwarfType plain() {
        return this;
    }

    /** What the bits of a number mean. */
    enum Kind {
        SIGNED,
        UNSIGNED,
        BOOL,
        CHAR,
        FLOAT
    }

    /**
     * A number.
     *
     * @param signed of an integer or a character
     * @param order null for the machine's byte order
     */
    record Scalar(String name, long size, Kind kind, boolean signed, ByteOrder order) implements DwarfType {}

    /**
     * A pointer.
     *
     * @param target the type of what it points to, which may lead back to the pointer
     */
    record Pointer(String name, long size, Supplier<DwarfType> target) implements DwarfType {
        /** C compares types of two files by their names. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Pointer pointer && pointer.name.equals(name) && pointer.size == size;
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    /** An enum, with its constants in the order of the source. */
    record Enumeration(String name, long size, boolean signed, Map<String, Long> constants) implements DwarfType {
        /** The constant of a value; null if it has none. */
        public String constant(long value) {
            return constants.entrySet().stream()
                    .filter(constant -> constant.getValue() == value)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** An array; one of an unknown length has no elements. */
    record Array(DwarfType element, long count) implements DwarfType {
        @Override
        public String name() {
            String inner = element.name();
            int bracket = inner.indexOf('[');
            String own = "[" + (count == 0 ? "" : count) + "]";
            return bracket < 0 ? inner + own : inner.substring(0, bracket) + own + inner.substring(bracket);
        }

        @Override
        public long size() {
            return count * element.size();
        }
    }

    /** A struct or a union. */
    record Structure(String name, long size, List<Member> members) implements DwarfType {
        /** A member by its name, also of a struct without a name inside; null for none. */
        public Member find(String member) {
            return members.stream()
                    .flatMap(Structure::named)
                    .filter(each -> each.name().equals(member))
                    .findFirst()
                    .orElse(null);
        }

        /** The names of its members, and of those without a name theirs. */
        public List<String> names() {
            return members.stream().flatMap(Structure::named).map(Member::name).toList();
        }

        private static Stream<Member> named(Member member) {
            return !member.name().isEmpty()
                    ? Stream.of(member)
                    : member.type().plain() instanceof Structure inner
                            ? inner.members.stream().flatMap(Structure::named).map(each -> each.plus(member.bit()))
                            : Stream.empty();
        }
    }

    /**
     * A member of a struct or union.
     *
     * @param name empty for none
     * @param bit its offset in bits
     * @param bits its width if it is a bit-field, otherwise 0
     */
    record Member(String name, long bit, int bits, DwarfType type) {
        Member plus(long offset) {
            return new Member(name, bit + offset, bits, type);
        }
    }

    /** A typedef, or a type with a qualifier. */
    record Alias(String name, DwarfType type) implements DwarfType {
        @Override
        public long size() {
            return type.size();
        }

        @Override
        public DwarfType plain() {
            return type.plain();
        }
    }

    /** A type that kvmsh cannot show but as its bytes. */
    record Opaque(String name, long size) implements DwarfType {}
}
