package org.kvmsh.repl;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/** A line broken between words, for a terminal that is not wide enough for it. */
final class WrappedLine {
    /** The indentation of the lines after the first, relative to it. */
    private static final int HANGING = 4;
    /** A program that should print narrower lines does not know its width. */
    private static final int NARROWEST = 40;

    private WrappedLine() {}

    /** A source line stays whole: the caret below it points into it. */
    static List<MarkedLine> of(MarkedLine line, int columns) {
        String text = line.toString();
        if (text.length() <= columns
                || columns < NARROWEST
                || line.pieces().stream().anyMatch(piece -> piece.mark() == Mark.SOURCE)) {
            return List.of(line);
        }
        int start = text.length() - text.stripLeading().length();
        String indent = " ".repeat(Math.min(start + HANGING, columns / 2));
        List<MarkedLine> lines = new ArrayList<>();
        MarkedLine before = MarkedLine.of("");
        int from = 0;
        int room = columns;
        while (text.length() - from > room) {
            int space = text.lastIndexOf(' ', from + room);
            boolean isBetweenWords = space > Math.max(from, start);
            int to = isBetweenWords ? space : from + room;
            lines.add(before.and(line.part(from, to)));
            from = isBetweenWords ? space + 1 : to;
            before = MarkedLine.of(indent);
            room = columns - indent.length();
        }
        lines.add(before.and(line.part(from, text.length())));
        return lines;
    }
}
