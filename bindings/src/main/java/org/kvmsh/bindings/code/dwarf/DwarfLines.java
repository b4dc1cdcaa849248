package org.kvmsh.bindings.code.dwarf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.kvmsh.bindings.code.ElfSections;

/** The programs of .debug_line, which give the lines of addresses. Source: DWARF 5, 6.2; DWARF 4, 6.2. */
final class DwarfLines {
    private static final int FIVE = 5;
    private static final int FOUR = 4;
    private static final int PATH = 1;
    private static final int DIRECTORY_INDEX = 2;

    private final ElfSections sections;
    private final DwarfCursor cursor;
    private final List<LineTable.Row> rows = new ArrayList<>();
    private final List<String> directories = new ArrayList<>();
    private final List<String> files = new ArrayList<>();
    private int version;
    private int addressSize;
    private int instruction;
    private int lineBase;
    private int lineRange;
    private int opcodeBase;
    private long[] operands;

    // The registers of the state machine.
    private long address;
    private int file;
    private int line;
    private boolean isStatement;
    private boolean initial;

    private DwarfLines(ElfSections sections) {
        this.sections = sections;
        this.cursor = DwarfCursor.of(sections, "debug_line", 0);
    }

    static LineTable read(ElfSections sections) {
        DwarfLines lines = new DwarfLines(sections);
        int limit = sections.section("debug_line").limit();
        while (lines.cursor.isBefore(limit)) {
            lines.unit();
        }
        lines.rows.sort(Comparator.comparing(LineTable.Row::address, Long::compareUnsigned)
                // What ends at an address comes before what begins there.
                .thenComparing(row -> !row.end()));
        return new LineTable(lines.rows);
    }

    private void unit() {
        int end = Math.toIntExact(cursor.length() + cursor.at());
        version = (int) cursor.unsigned(Short.BYTES);
        if (version < 2 || version > FIVE) {
            cursor.to(end);
            return;
        }
        if (version == FIVE) {
            addressSize = cursor.u8();
            cursor.skip(1);
        }
        int program = Math.toIntExact(cursor.offset() + cursor.at());
        instruction = cursor.u8();
        cursor.skip(version >= FOUR ? 1 : 0);
        initial = cursor.u8() != 0;
        lineBase = (byte) cursor.u8();
        lineRange = cursor.u8();
        opcodeBase = cursor.u8();
        operands = new long[opcodeBase];
        for (int i = 1; i < opcodeBase; i++) {
            operands[i] = cursor.u8();
        }
        directories.clear();
        files.clear();
        if (version == FIVE) {
            entries(directories);
            entries(files);
        } else {
            oldEntries();
        }
        cursor.to(program);
        begin();
        while (cursor.isBefore(end)) {
            step();
        }
        cursor.to(end);
    }

    private void entries(List<String> to) {
        int count = cursor.u8();
        long[] kinds = new long[2 * count];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = cursor.uleb();
        }
        DwarfForm forms = new DwarfForm(sections, 0, version, addressSize);
        long entries = cursor.uleb();
        for (long n = 0; n < entries; n++) {
            String path = "";
            int directory = -1;
            for (int i = 0; i < kinds.length; i += 2) {
                Object value = forms.read(cursor, (int) kinds[i + 1], 0);
                if (kinds[i] == PATH && value instanceof String text) {
                    path = text;
                } else if (kinds[i] == DIRECTORY_INDEX && value instanceof Long index) {
                    directory = index.intValue();
                }
            }
            to.add(to == files ? in(directory, path) : path);
        }
    }

    private void oldEntries() {
        // The compilation's directory, which the unit has.
        directories.add("");
        for (String path = cursor.text(); !path.isEmpty(); path = cursor.text()) {
            directories.add(path);
        }
        files.add("");
        for (String path = cursor.text(); !path.isEmpty(); path = cursor.text()) {
            files.add(in((int) cursor.uleb(), path));
            cursor.uleb();
            cursor.uleb();
        }
    }

    private String in(int directory, String path) {
        String parent = path.startsWith("/") || directory <= 0 || directory >= directories.size()
                ? ""
                : directories.get(directory);
        return parent.isEmpty() ? path : parent.endsWith("/") ? parent + path : parent + "/" + path;
    }

    private void begin() {
        address = 0;
        file = 1;
        line = 1;
        isStatement = initial;
    }

    private void step() {
        int opcode = cursor.u8();
        if (opcode >= opcodeBase) {
            advance((opcode - opcodeBase) / lineRange);
            line += lineBase + (opcode - opcodeBase) % lineRange;
            row(false);
            return;
        }
        switch (opcode) {
            case 0 -> extended();
            case 1 -> row(false);
            case 2 -> advance(cursor.uleb());
            case 3 -> line += (int) cursor.sleb();
            case 4 -> file = (int) cursor.uleb();
            case 6 -> isStatement = !isStatement;
            case 8 -> advance((255 - opcodeBase) / lineRange);
            case 9 -> address += cursor.unsigned(Short.BYTES);
            default -> {
                for (long i = 0; i < operands[opcode]; i++) {
                    cursor.uleb();
                }
            }
        }
    }

    private void extended() {
        long length = cursor.uleb();
        int next = Math.toIntExact(cursor.at() + length);
        int opcode = cursor.u8();
        if (opcode == 1) {
            row(true);
            begin();
        } else if (opcode == 2) {
            address = cursor.unsigned((int) length - 1);
        }
        cursor.to(next);
    }

    /** One address for each step: none of the architectures has several operations in an instruction. */
    private void advance(long steps) {
        address += steps * instruction;
    }

    private void row(boolean end) {
        String path = file >= 0 && file < files.size() ? files.get(file) : "";
        rows.add(new LineTable.Row(address, path, line, isStatement, end));
    }
}
