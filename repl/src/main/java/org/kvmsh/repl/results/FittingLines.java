package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/** The explanation of a failure as far as a terminal has room for it; result files have the whole. */
final class FittingLines {
    private static final int MOST = 200;
    private static final int WIDEST = 2000;
    private static final String WHOLE = "; full text: kvmsh test --output ktap=FILE";

    private FittingLines() {}

    /** The card of a failed test; its first line, which parsers read, stays whole. */
    static List<MarkedLine> of(List<MarkedLine> card) {
        List<MarkedLine> lines = new ArrayList<>();
        for (MarkedLine line : card.subList(0, Math.min(card.size(), MOST))) {
            String text = line.toString();
            int end = end(text);
            lines.add(
                    lines.isEmpty() || end == text.length()
                            ? line
                            : line.part(0, end).and(Mark.ASIDE, left(text.length() - end, "characters")));
        }
        if (card.size() > MOST) {
            lines.add(MarkedLine.of(Mark.ASIDE, "  " + left(card.size() - MOST, "lines")));
        }
        return lines;
    }

    /** The same of lines without marks. */
    static List<String> ofTexts(List<String> card) {
        return Stream.concat(
                        card.stream().limit(1),
                        of(card.stream().map(MarkedLine::of).toList()).stream()
                                .skip(1)
                                .map(MarkedLine::toString))
                .toList();
    }

    /** One line. */
    static String of(String line) {
        int end = end(line);
        return end == line.length() ? line : line.substring(0, end) + left(line.length() - end, "characters");
    }

    /** The end of the part that fits, which does not divide a surrogate pair. */
    private static int end(String line) {
        return line.length() <= WIDEST
                ? line.length()
                : Character.isHighSurrogate(line.charAt(WIDEST - 1)) ? WIDEST - 1 : WIDEST;
    }

    private static String left(int count, String what) {
        return String.format(Locale.ROOT, "… %,d more %s", count, what) + WHOLE;
    }
}
