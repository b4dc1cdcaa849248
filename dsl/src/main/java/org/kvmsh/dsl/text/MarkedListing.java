package org.kvmsh.dsl.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a stop or of instructions, with marks on what has changed and on the parts of each instruction. */
public final class MarkedListing {
    private static final String CHANGED = "changed: ";
    /** {@code rax 0x5 -> 0x4}, the pieces to mark being the name and the new value. */
    private static final Pattern REGISTER = Pattern.compile("(?<=: |, )(\\S+)( 0x[0-9a-f]+ -> )(0x[0-9a-f]+)");
    /** A value of the table of registers that differs from the last stop. */
    private static final Pattern STARRED = Pattern.compile("()()(\\*0x[0-9a-f]{16})");
    /** {@code -> 0x1000 b0 41 movb $0x41, %al}: without the library that disassembles, only the bytes. */
    private static final Pattern INSTRUCTION =
            Pattern.compile("((?:-> | {3})?0x[0-9a-f]+ {2})([0-9a-f]{2}(?: [0-9a-f]{2})*)(?:( +)(\\S+)(.*))?");

    private MarkedListing() {}

    /** The lines of a text. */
    public static List<MarkedLine> of(String text) {
        return text.lines().map(MarkedListing::line).toList();
    }

    private static MarkedLine line(String text) {
        Matcher instruction = INSTRUCTION.matcher(text);
        if (!instruction.matches()) {
            return changed(text, (text.startsWith(CHANGED) ? REGISTER : STARRED).matcher(text));
        }
        MarkedLine line = MarkedLine.of(instruction.group(1)).and(Mark.ASIDE, instruction.group(2));
        return instruction.group(4) == null
                ? line
                : line.and(instruction.group(3))
                        .and(Mark.MNEMONIC, instruction.group(4))
                        .and(instruction.group(5));
    }

    private static MarkedLine changed(String text, Matcher found) {
        MarkedLine line = MarkedLine.EMPTY;
        int from = 0;
        while (found.find()) {
            line = line.and(text.substring(from, found.start()))
                    .and(Mark.CHANGED, found.group(1))
                    .and(found.group(2))
                    .and(Mark.CHANGED, found.group(3));
            from = found.end();
        }
        return line.and(text.substring(from));
    }
}
