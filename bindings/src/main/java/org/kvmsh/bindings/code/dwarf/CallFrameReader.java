package org.kvmsh.bindings.code.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.code.ElfSections;

/** Reads .debug_frame and .eh_frame. Source: DWARF 5, 6.4.1; Linux Standard Base Core, "Exception Frames". */
final class CallFrameReader {
    /** DW_EH_PE: the format of an address, and what it is relative to. */
    private static final int FORMAT = 0x0f;

    private static final int RELATIVE = 0x70;
    private static final int TO_ITSELF = 0x10;
    private static final int FOUR = 4;
    private static final long COMMON = 0xffffffffL;

    private final ElfSections sections;
    private final String section;
    /** Whether the section is .eh_frame. */
    private final boolean forExceptions;

    private final DwarfCursor cursor;
    private final Map<Long, FrameProgram.Common> common = new HashMap<>();
    private final List<FrameProgram> programs = new ArrayList<>();

    private CallFrameReader(ElfSections sections, String section) {
        this.sections = sections;
        this.section = section;
        this.forExceptions = section.equals("eh_frame");
        this.cursor = DwarfCursor.of(sections, section, 0);
    }

    static FrameTable read(ElfSections sections) {
        List<FrameProgram> all = new ArrayList<>();
        for (String section : List.of("debug_frame", "eh_frame")) {
            CallFrameReader reader = new CallFrameReader(sections, section);
            reader.all();
            all.addAll(reader.programs);
        }
        return new FrameTable(all);
    }

    private void all() {
        int limit = sections.section(section).limit();
        while (cursor.isBefore(limit)) {
            long start = cursor.at();
            long length = cursor.length();
            if (length == 0) {
                return;
            }
            int body = cursor.at();
            int end = Math.toIntExact(body + length);
            long id = cursor.offset();
            if (forExceptions ? id == 0 : id == (cursor.isWide() ? -1L : COMMON)) {
                FrameProgram.Common entry = common(end);
                if (entry != null) {
                    common.put(start, entry);
                }
            } else {
                // That of .eh_frame is a distance back from the field itself.
                function(common.get(forExceptions ? body - id : id), end);
            }
            cursor.to(end);
        }
    }

    /** Null for a version that kvmsh does not read. */
    private FrameProgram.Common common(int end) {
        int version = cursor.u8();
        String augmentation = cursor.text();
        if (version != 1 && version != 3 && version != FOUR
                || !augmentation.isEmpty() && !augmentation.startsWith("z")) {
            return null;
        }
        if (version == FOUR) {
            cursor.skip(2);
        }
        long alignsCode = cursor.uleb();
        long alignsData = cursor.sleb();
        int returns = version == 1 ? cursor.u8() : (int) cursor.uleb();
        int encoding = augmentation.isEmpty() ? 0 : augmented(augmentation);
        return new FrameProgram.Common(
                alignsCode, alignsData, returns, encoding, !augmentation.isEmpty(), cursor.again(), end);
    }

    private int augmented(String augmentation) {
        int encoding = 0;
        int end = Math.toIntExact(cursor.uleb() + cursor.at());
        for (char each : augmentation.substring(1).toCharArray()) {
            switch (each) {
                case 'R' -> encoding = cursor.u8();
                case 'L' -> cursor.skip(1);
                case 'P' -> address(cursor.u8());
                default -> {
                    // A letter without data, such as S for a signal's frame.
                }
            }
        }
        cursor.to(end);
        return encoding;
    }

    private void function(FrameProgram.Common of, int end) {
        if (of == null) {
            return;
        }
        long from = address(of.encoding());
        long size = address(of.encoding() & FORMAT);
        if (of.augmented()) {
            cursor.skip(cursor.uleb());
        }
        programs.add(new FrameProgram(from, size, of, cursor.again(), end));
    }

    private long address(int encoding) {
        long field = sections.address(section) + cursor.at();
        long value = switch (encoding & FORMAT) {
            case 0x01 -> cursor.uleb();
            case 0x02 -> cursor.unsigned(Short.BYTES);
            case 0x03 -> cursor.unsigned(Integer.BYTES);
            case 0x09 -> cursor.sleb();
            case 0x0a -> (short) cursor.unsigned(Short.BYTES);
            case 0x0b -> (int) cursor.unsigned(Integer.BYTES);
            default -> cursor.unsigned(sections.isNarrow() ? Integer.BYTES : Long.BYTES);
        };
        return (encoding & RELATIVE) == TO_ITSELF ? field + value : value;
    }
}
