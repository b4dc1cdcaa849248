package org.kvmsh.repl.cli;

import static java.util.Map.entry;

import java.util.EnumMap;
import java.util.Map;
import org.jline.utils.AttributedCharSequence.ForceMode;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/** The styles on a terminal: its eight configured colors, readable on a dark and on a light background. */
final class Palette {
    private static final int COLORS = 8;
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final Map<Mark, AttributedStyle> STYLES = new EnumMap<>(Map.ofEntries(
            entry(Mark.PLACE, PLAIN.bold()),
            entry(Mark.SOURCE, PLAIN),
            entry(Mark.CARET, PLAIN.bold().foreground(AttributedStyle.RED)),
            entry(Mark.ERRNO, PLAIN.foreground(AttributedStyle.RED)),
            entry(Mark.STEP, PLAIN.bold()),
            entry(Mark.ASIDE, PLAIN.faint()),
            entry(Mark.CHANGED, PLAIN.bold().foreground(AttributedStyle.MAGENTA)),
            entry(Mark.MNEMONIC, PLAIN.bold()),
            entry(Mark.PASSED, PLAIN.foreground(AttributedStyle.GREEN)),
            entry(Mark.FAILED, PLAIN.bold().foreground(AttributedStyle.RED)),
            entry(Mark.SKIPPED, PLAIN.foreground(AttributedStyle.YELLOW)),
            entry(Mark.KERNEL, PLAIN.foreground(AttributedStyle.GREEN)),
            entry(Mark.NO_KERNEL, PLAIN.foreground(AttributedStyle.YELLOW))));

    private Palette() {}

    static String ansi(MarkedLine line) {
        AttributedStringBuilder text = new AttributedStringBuilder();
        line.pieces()
                .forEach(piece -> text.append(
                        PrintableText.of(piece.text()), piece.mark() == null ? PLAIN : STYLES.get(piece.mark())));
        return text.toAnsi(COLORS, ForceMode.None);
    }
}
