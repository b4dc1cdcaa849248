package org.kvmsh.bindings.code.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.code.ElfSections;

/**
 * A unit of .debug_info: what the compiler wrote for one source file. Source: DWARF 5, 7.5; DWARF 4, 7.5.
 *
 * <p>Entries are read where they are asked for, since a program has many more of them than variables.
 */
final class DwarfUnit {
    static final int STRUCTURE = 0x13;
    static final int COMPILE_UNIT = 0x11;
    private static final int FIVE = 5;
    /** DW_UT_skeleton and DW_UT_split_compile begin with an id; type units have two more members. */
    private static final int TYPE_UNIT = 2;

    private static final int SKELETON = 4;
    private static final int SPLIT_TYPE = 6;

    private final ElfSections sections;
    private final int start;
    private final int end;
    private final int first;
    private final int version;
    private final int addressSize;
    private final boolean wide;
    private final Map<Long, Abbreviation> abbreviations;
    private DwarfEntry root;

    /** What entries of one kind have. */
    private record Abbreviation(int tag, boolean children, List<Attribute> attributes) {}

    private record Attribute(int name, int form, long constant) {}

    /** A unit at a position of .debug_info. */
    DwarfUnit(ElfSections sections, int start, Map<Long, Map<Long, Abbreviation>> tables) {
        DwarfCursor cursor = DwarfCursor.of(sections, "debug_info", start);
        long length = cursor.length();
        this.sections = sections;
        this.start = start;
        this.end = Math.toIntExact(cursor.at() + length);
        this.wide = cursor.isWide();
        this.version = (int) cursor.unsigned(Short.BYTES);
        long table;
        if (version >= FIVE) {
            int type = cursor.u8();
            addressSize = cursor.u8();
            table = cursor.offset();
            boolean ofType = type == TYPE_UNIT || type == SPLIT_TYPE;
            cursor.skip(type == SKELETON || type == SKELETON + 1 || ofType ? Long.BYTES : 0);
            cursor.skip(ofType ? wide ? Long.BYTES : Integer.BYTES : 0);
        } else {
            table = cursor.offset();
            addressSize = cursor.u8();
        }
        this.first = cursor.at();
        this.abbreviations =
                version < 2 || version > FIVE ? Map.of() : tables.computeIfAbsent(table, this::abbreviations);
    }

    /** The units of a file; those of a version of DWARF that is unknown here have no entries. */
    static List<DwarfUnit> all(ElfSections sections) {
        List<DwarfUnit> units = new ArrayList<>();
        Map<Long, Map<Long, Abbreviation>> tables = new HashMap<>();
        int limit = sections.section("debug_info").limit();
        for (int at = 0; at < limit; at = units.get(units.size() - 1).end) {
            units.add(new DwarfUnit(sections, at, tables));
        }
        return units;
    }

    private Map<Long, Abbreviation> abbreviations(long at) {
        Map<Long, Abbreviation> table = new HashMap<>();
        DwarfCursor cursor = DwarfCursor.of(sections, "debug_abbrev", at);
        for (long code = cursor.uleb(); code != 0; code = cursor.uleb()) {
            int tag = (int) cursor.uleb();
            boolean children = cursor.u8() != 0;
            List<Attribute> attributes = new ArrayList<>();
            for (int name = (int) cursor.uleb(), form = (int) cursor.uleb();
                    name != 0 || form != 0;
                    name = (int) cursor.uleb(), form = (int) cursor.uleb()) {
                attributes.add(new Attribute(name, form, form == DwarfForm.IMPLICIT_CONST ? cursor.sleb() : 0));
            }
            table.put(code, new Abbreviation(tag, children, attributes));
        }
        return table;
    }

    /** Whether an offset of .debug_info is in this unit. */
    boolean has(long offset) {
        return offset >= first && offset < end;
    }

    /** The entry of the unit itself; null for a unit that cannot be read. */
    DwarfEntry root() {
        if (root == null && !abbreviations.isEmpty()) {
            root = at(first);
        }
        return root;
    }

    /** The entry at an offset of .debug_info; one without a tag ends a list of children. */
    DwarfEntry at(int offset) {
        DwarfCursor cursor = DwarfCursor.of(sections, "debug_info", offset).wide(wide);
        long code = cursor.uleb();
        if (code == 0) {
            return new DwarfEntry(this, offset, 0, false, Map.of(), cursor.at());
        }
        Abbreviation kind = abbreviations.get(code);
        Map<Integer, Object> values = new HashMap<>();
        for (Attribute attribute : kind.attributes()) {
            values.put(
                    attribute.name(),
                    new DwarfForm(sections, start, version, addressSize)
                            .read(cursor, attribute.form(), attribute.constant()));
        }
        return new DwarfEntry(this, offset, kind.tag(), kind.children(), values, cursor.at());
    }

    /** A text that an entry names by its number in the unit's table. */
    String text(DwarfForm.Index index) {
        int size = wide ? Long.BYTES : Integer.BYTES;
        long base = root().number(DwarfEntry.STR_OFFSETS_BASE, 2L * size);
        long at = DwarfCursor.of(sections, "debug_str_offsets", base + index.number() * size)
                .wide(wide)
                .offset();
        return DwarfCursor.of(sections, "debug_str", at).text();
    }

    /** An address that an entry names by its number in the unit's table. */
    long address(long index) {
        long base = root().number(DwarfEntry.ADDR_BASE, 2L * Integer.BYTES);
        return DwarfCursor.of(sections, "debug_addr", base + index * addressSize)
                .unsigned(addressSize);
    }

    int addressSize() {
        return addressSize;
    }

    ElfSections sections() {
        return sections;
    }
}
