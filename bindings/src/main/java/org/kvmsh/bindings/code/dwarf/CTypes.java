package org.kvmsh.bindings.code.dwarf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The types of a program, each read when it is first asked for. Source: DWARF 5, 5 and 7.8. */
final class CTypes {
    private static final int ARRAY = 0x01;
    private static final int ENUMERATION = 0x04;
    private static final int MEMBER = 0x0d;
    private static final int POINTER = 0x0f;
    private static final int SUBROUTINE = 0x15;
    private static final int TYPEDEF = 0x16;
    private static final int UNION = 0x17;
    private static final int CLASS = 0x02;
    private static final int SUBRANGE = 0x21;
    private static final int BASE = 0x24;
    private static final int ENUMERATOR = 0x28;
    private static final Map<Integer, String> QUALIFIERS =
            Map.of(0x26, "const ", 0x35, "volatile ", 0x37, "", 0x47, "_Atomic ");

    private static final int BYTE_SIZE = 0x0b;
    private static final int BIT_OFFSET = 0x0c;
    private static final int BIT_SIZE = 0x0d;
    private static final int CONST_VALUE = 0x1c;
    private static final int UPPER_BOUND = 0x2f;
    private static final int COUNT = 0x37;
    private static final int MEMBER_LOCATION = 0x38;
    private static final int ENCODING = 0x3e;
    private static final int ENDIANITY = 0x65;
    private static final int DATA_BIT_OFFSET = 0x6b;
    /** DW_OP_plus_uconst. */
    private static final int PLUS = 0x23;

    private final List<DwarfUnit> units;
    private final ByteOrder order;
    private final Map<Long, DwarfType> known = new HashMap<>();
    /** Those whose targets are not read yet. */
    private final Deque<DwarfEntry> pointers = new ArrayDeque<>();

    CTypes(List<DwarfUnit> units, ByteOrder order) {
        this.units = units;
        this.order = order;
    }

    /** The entry at an offset; null if it is in no unit. */
    DwarfEntry entry(Long offset) {
        return units.stream()
                .filter(unit -> offset != null && unit.has(offset))
                .findFirst()
                .map(unit -> unit.at(Math.toIntExact(offset)))
                .orElse(null);
    }

    /** The type of a variable, a member or an element. */
    DwarfType of(DwarfEntry typed) {
        Long offset = typed.reference(DwarfEntry.TYPE);
        DwarfType type = known.get(offset);
        if (type == null) {
            DwarfEntry entry = entry(offset);
            type = entry == null ? new DwarfType.Opaque("void", 0) : read(entry);
            known.put(offset, type);
        }
        return type;
    }

    private DwarfType read(DwarfEntry entry) {
        long size = entry.number(BYTE_SIZE, 0);
        return switch (entry.tag()) {
            case BASE -> base(entry, size);
            case POINTER -> pointer(entry, size);
            case ENUMERATION -> enumeration(entry, size);
            case ARRAY -> array(entry);
            case DwarfUnit.STRUCTURE, CLASS, UNION -> new DwarfType.Structure(name(entry), size, members(entry));
            case TYPEDEF -> new DwarfType.Alias(name(entry), of(entry));
            default ->
                QUALIFIERS.containsKey(entry.tag())
                        ? of(entry) instanceof DwarfType.Array array
                                // C qualifies the elements.
                                ? array
                                : new DwarfType.Alias(name(entry), of(entry))
                        : new DwarfType.Opaque(name(entry), size);
        };
    }

    /** A name without the type's members, which may lead back to it. */
    private String name(DwarfEntry entry) {
        if (entry == null) {
            return "void";
        }
        String own = entry.text(DwarfEntry.NAME);
        String qualifier = QUALIFIERS.get(entry.tag());
        if (qualifier != null) {
            DwarfEntry inner = entry(entry.reference(DwarfEntry.TYPE));
            // What is qualified is the pointer, whose text is read from the right.
            return inner != null && inner.tag() == POINTER ? name(inner) + qualifier.strip() : qualifier + name(inner);
        }
        return switch (entry.tag()) {
            case POINTER -> pointer(entry(entry.reference(DwarfEntry.TYPE)));
            case ENUMERATION -> own == null ? "enum" : "enum " + own;
            case DwarfUnit.STRUCTURE, CLASS -> own == null ? "struct" : "struct " + own;
            case UNION -> own == null ? "union" : "union " + own;
            case ARRAY -> name(entry(entry.reference(DwarfEntry.TYPE))) + "[]";
            case SUBROUTINE -> name(entry(entry.reference(DwarfEntry.TYPE))) + " ()";
            default -> own == null ? "unknown" : own;
        };
    }

    private DwarfType pointer(DwarfEntry entry, long size) {
        Long target = entry.reference(DwarfEntry.TYPE);
        pointers.add(entry);
        return new DwarfType.Pointer(
                name(entry), size == 0 ? entry.unit().addressSize() : size, () -> known.get(target));
    }

    /** Reads what pointers of the types so far lead to. */
    void follow() {
        while (!pointers.isEmpty()) {
            of(pointers.remove());
        }
    }

    private String pointer(DwarfEntry to) {
        if (to != null && to.tag() == SUBROUTINE) {
            return name(entry(to.reference(DwarfEntry.TYPE))) + " (*)()";
        }
        String target = name(to);
        return target + (target.endsWith("*") ? "*" : " *");
    }

    private DwarfType base(DwarfEntry entry, long size) {
        String name = name(entry);
        ByteOrder own = switch ((int) entry.number(ENDIANITY, 0)) {
            case 1 -> ByteOrder.BIG_ENDIAN;
            case 2 -> ByteOrder.LITTLE_ENDIAN;
            default -> null;
        };
        return switch ((int) entry.number(ENCODING, 0)) {
            case 0x02 -> new DwarfType.Scalar(name, size, DwarfType.Kind.BOOL, false, own);
            case 0x04 ->
                size == Float.BYTES || size == Double.BYTES
                        ? new DwarfType.Scalar(name, size, DwarfType.Kind.FLOAT, true, own)
                        : new DwarfType.Opaque(name, size);
            case 0x05 -> new DwarfType.Scalar(name, size, DwarfType.Kind.SIGNED, true, own);
            case 0x06 -> new DwarfType.Scalar(name, size, DwarfType.Kind.CHAR, true, own);
            case 0x07, 0x10 -> new DwarfType.Scalar(name, size, DwarfType.Kind.UNSIGNED, false, own);
            case 0x08 -> new DwarfType.Scalar(name, size, DwarfType.Kind.CHAR, false, own);
            default -> new DwarfType.Opaque(name, size);
        };
    }

    private DwarfType enumeration(DwarfEntry entry, long size) {
        Map<String, Long> constants = new LinkedHashMap<>();
        boolean signed = entry.reference(DwarfEntry.TYPE) != null
                ? of(entry).plain() instanceof DwarfType.Scalar scalar && scalar.signed()
                : entry.number(ENCODING, 0) == 5;
        for (DwarfEntry child : entry.list()) {
            if (child.tag() == ENUMERATOR) {
                constants.put(child.text(DwarfEntry.NAME), child.number(CONST_VALUE, 0));
            }
        }
        return new DwarfType.Enumeration(name(entry), size, signed, constants);
    }

    private DwarfType array(DwarfEntry entry) {
        List<Long> counts = new ArrayList<>();
        for (DwarfEntry child : entry.list()) {
            if (child.tag() == SUBRANGE) {
                // An upper bound of -1, in any form, is that of no elements.
                counts.add(0, Math.max(0, child.number(COUNT, (int) child.number(UPPER_BOUND, -1) + 1L)));
            }
        }
        DwarfType type = of(entry);
        for (long count : counts) {
            type = new DwarfType.Array(type, count);
        }
        return type;
    }

    private List<DwarfType.Member> members(DwarfEntry structure) {
        List<DwarfType.Member> members = new ArrayList<>();
        for (DwarfEntry child : structure.list()) {
            if (child.tag() == MEMBER) {
                DwarfType type = of(child);
                String name = child.text(DwarfEntry.NAME);
                int bits = (int) child.number(BIT_SIZE, 0);
                members.add(new DwarfType.Member(name == null ? "" : name, bit(child, type, bits), bits, type));
            }
        }
        return members;
    }

    private long bit(DwarfEntry member, DwarfType type, int bits) {
        long location = Byte.SIZE * location(member);
        if (member.has(DATA_BIT_OFFSET)) {
            return member.number(DATA_BIT_OFFSET, 0);
        } else if (member.has(BIT_OFFSET)) {
            // Counted from the highest bit of the unit that it is in (DWARF 3, 5.6.6).
            long storage = Byte.SIZE * member.number(BYTE_SIZE, type.size());
            long offset = member.number(BIT_OFFSET, 0);
            return location + (order == ByteOrder.BIG_ENDIAN ? offset : storage - offset - bits);
        }
        return location;
    }

    private static long location(DwarfEntry member) {
        return member.values().get(MEMBER_LOCATION) instanceof byte[] block && block.length > 1 && block[0] == PLUS
                ? new DwarfCursor(ByteBuffer.wrap(block), 1).uleb()
                : member.number(MEMBER_LOCATION, 0);
    }
}
