package org.kvmsh.bindings.code.dwarf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.code.CodeError;
import org.kvmsh.bindings.code.ElfSections;

/** What a compiler wrote about a program for debuggers: its variables, and the lines and the frames of its code. */
public final class DebugInfo {
    private static final int LEXICAL_BLOCK = 0x0b;
    private static final int INLINED = 0x1d;
    private static final int SUBPROGRAM = 0x2e;
    private static final int VARIABLE = 0x34;

    private static final int LOCATION = 0x02;
    private static final int ABSTRACT_ORIGIN = 0x31;
    private static final int DECL_LINE = 0x3b;
    private static final int DECLARATION = 0x3c;
    private static final int SPECIFICATION = 0x47;
    /** DW_OP_addr and DW_OP_addrx. */
    private static final int ADDR = 0x03;

    private static final int ADDRX = 0xa1;

    private DebugInfo() {}

    /**
     * The variables of a file: global ones, and the static ones of functions; empty if it was built without -g.
     *
     * @throws CodeError for a file that is not ELF, or whose debugging information is damaged
     */
    public static List<CVariable> variables(Path file) throws IOException {
        return ElfSections.read(file, sections -> new Reading(sections).all());
    }

    /**
     * The lines of a file's code, which are read without its types and variables.
     *
     * @throws CodeError for a file that is not ELF, or whose debugging information is damaged
     */
    public static LineTable lines(Path file) throws IOException {
        return ElfSections.read(file, DwarfLines::read);
    }

    /**
     * The frames of a file's functions.
     *
     * @throws CodeError for a file that is not ELF, or whose debugging information is damaged
     */
    public static FrameTable frames(Path file) throws IOException {
        return ElfSections.read(file, CallFrameReader::read);
    }

    /** One file. */
    private static final class Reading {
        private final ElfSections sections;
        private final List<DwarfUnit> units;
        private final CTypes types;
        private final Map<Object, CVariable> found = new LinkedHashMap<>();

        Reading(ElfSections sections) {
            this.sections = sections;
            units = DwarfUnit.all(sections);
            types = new CTypes(units, sections.section("debug_info").order());
        }

        List<CVariable> all() {
            for (DwarfUnit unit : units) {
                DwarfEntry root = unit.root();
                if (root != null && root.tag() == DwarfUnit.COMPILE_UNIT) {
                    String file = root.text(DwarfEntry.NAME);
                    look(root, file == null ? "" : file, "");
                }
            }
            types.follow();
            return List.copyOf(found.values());
        }

        private void look(DwarfEntry in, String file, String function) {
            in.each(child -> {
                switch (child.tag()) {
                    case VARIABLE -> variable(child, file, function);
                    case SUBPROGRAM -> look(child, file, name(child));
                    case LEXICAL_BLOCK, INLINED -> look(child, file, function);
                    default -> {
                        // A type, or the argument of a function.
                    }
                }
            });
        }

        /** The entry that describes what another defines. */
        private DwarfEntry described(DwarfEntry entry) {
            Long to = entry.reference(entry.has(SPECIFICATION) ? SPECIFICATION : ABSTRACT_ORIGIN);
            DwarfEntry described = to == null ? null : types.entry(to);
            return described == null ? entry : described(described);
        }

        private String name(DwarfEntry entry) {
            String name = described(entry).text(DwarfEntry.NAME);
            return name == null ? "" : name;
        }

        private void variable(DwarfEntry entry, String file, String function) {
            Long address = address(entry);
            if (address == null && (!function.isEmpty() || entry.has(DECLARATION))) {
                return;
            }
            DwarfEntry described = described(entry);
            String name = described.text(DwarfEntry.NAME);
            if (name == null || name.isEmpty()) {
                return;
            }
            // A definition may have a complete type where its declaration had an array of an unknown length.
            DwarfEntry typed = entry.has(DwarfEntry.TYPE) ? entry : described;
            found.putIfAbsent(
                    address == null ? List.of(file, name) : List.of(address, name),
                    new CVariable(
                            name, file, (int) described.number(DECL_LINE, 0), function, address, types.of(typed)));
        }

        private static Long address(DwarfEntry entry) {
            if (!(entry.values().get(LOCATION) instanceof byte[] code) || code.length == 0) {
                return null;
            }
            DwarfCursor cursor = new DwarfCursor(
                    ByteBuffer.wrap(code)
                            .order(entry.unit().sections().section("debug_info").order()),
                    0);
            int operation = cursor.u8();
            int size = entry.unit().addressSize();
            if (operation == ADDR && code.length == 1 + size) {
                return cursor.unsigned(size);
            }
            return operation == ADDRX && !cursor.isBefore(0)
                    ? (Long) entry.unit().address(cursor.uleb())
                    : null;
        }
    }
}
