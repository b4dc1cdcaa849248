package org.kvmsh.repl.cli;

import java.util.EnumMap;
import java.util.Map;
import org.jline.utils.AttributedCharSequence.ForceMode;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/** How marks look on a terminal: in the eight colors that its owner has chosen, which can be read on a dark and on a light background. */
final class Palette {
    private static final int COLORS = 8;
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final Map<Mark, AttributedStyle> STYLES = new EnumMap<>(Map.of(
            Mark.PLACE, PLAIN.bold(),
            Mark.CARET, PLAIN.bold().foreground(AttributedStyle.RED),
            Mark.ERRNO, PLAIN.foreground(AttributedStyle.RED),
            Mark.STEP, PLAIN.bold(),
            Mark.ASIDE, PLAIN.faint(),
            Mark.PASSED, PLAIN.foreground(AttributedStyle.GREEN),
            Mark.FAILED, PLAIN.bold().foreground(AttributedStyle.RED),
            Mark.SKIPPED, PLAIN.foreground(AttributedStyle.YELLOW),
            Mark.KERNEL, PLAIN.foreground(AttributedStyle.GREEN),
            Mark.NO_KERNEL, PLAIN.foreground(AttributedStyle.YELLOW)));

    private Palette() { }

    static String ansi(MarkedLine line) {
        AttributedStringBuilder text = new AttributedStringBuilder();
        line.pieces().forEach(piece -> text.append(piece.text(), piece.mark() == null ? PLAIN : STYLES.get(piece.mark())));
        return text.toAnsi(COLORS, ForceMode.None);
    }
}
