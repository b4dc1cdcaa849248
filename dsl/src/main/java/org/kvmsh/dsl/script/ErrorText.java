package org.kvmsh.dsl.script;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/** An error formatted for the user: location and message, the source line with a caret, notes. */
public final class ErrorText {
    private static final String INDENT = "    ";
    private static final String INDENT_OF_DETAILS = "  ";
    /** A longer line is cut around the position. */
    private static final int LONGEST = 200;

    private static final String CUT = "...";

    private ErrorText() {}

    /** @param sources returns a script by its name; null if it is unknown */
    public static String of(ScriptError error, Function<String, Source> sources) {
        return lines(error, sources).stream().map(MarkedLine::toString).collect(Collectors.joining("\n"));
    }

    /**
     * Its lines. The message is one line, unless its text is from elsewhere: thrown by a script, or printed by a
     * board's program at its end.
     *
     * @param sources returns a script by its name; null if it is unknown
     */
    public static List<MarkedLine> lines(ScriptError error, Function<String, Source> sources) {
        Source quoted =
                error.quote() == null ? null : sources.apply(error.site().source());
        Site found = quoted == null ? null : QuotedText.find(quoted, error.site(), error.quote(), error.headline());
        Site site = found == null ? error.site() : found;
        List<MarkedLine> lines = new ArrayList<>();
        List<String> said = error.headline().lines().toList();
        MarkedLine headline = said.isEmpty() ? MarkedLine.of("") : headline(error, said.get(0));
        lines.add(
                site.line() == 0
                        ? headline
                        : MarkedLine.of(Mark.PLACE, site.toString()).and(": ").and(headline));
        Source source = site.line() == 0 ? null : sources.apply(site.source());
        if (source != null) {
            lines.addAll(marked(source.line(site.line()), site.column()));
        }
        Stream.concat(said.stream().skip(1), error.shown().stream())
                .map(MarkedLine::of)
                .forEach(lines::add);
        if (error.quote() != null && found == null) {
            lines.add(MarkedLine.of("  line " + error.quote().line() + " of the text: "
                    + QuotedText.line(error.quote()).strip()));
        }
        Stream.concat(error.refusalDetails().stream(), error.notes().stream().flatMap(String::lines))
                .map(ErrorText::detail)
                .forEach(lines::add);
        return lines;
    }

    /** The message; the errno of a refused call is marked. */
    private static MarkedLine headline(ScriptError error, String text) {
        String errno =
                error.refusal() == null ? "" : Errno.describe(error.refusal().errno());
        int at = errno.isEmpty() ? -1 : text.lastIndexOf(errno);
        return at < 0
                ? MarkedLine.of(text)
                : MarkedLine.of(text.substring(0, at)).and(Mark.ERRNO, errno).and(text.substring(at + errno.length()));
    }

    private static MarkedLine detail(String line) {
        return MarkedLine.of(line.startsWith(Refusal.ARGUMENT) ? Mark.ASIDE : null, INDENT_OF_DETAILS + line);
    }

    /** The error's line in a list of errors: its position, its message and, for a failed condition, the condition. */
    public static String inShort(ScriptError error) {
        return (error.site().line() == 0 ? "" : error.site() + ": ")
                + error.headline().lines().findFirst().orElse("")
                + (error.shown().isEmpty() ? "" : " " + error.shown().get(0).strip());
    }

    /** The source line with a caret under a column; around it where the line is long. */
    private static List<MarkedLine> marked(String line, int column) {
        int from = line.length() <= LONGEST ? 0 : Math.max(0, Math.min(column - LONGEST / 2, line.length() - LONGEST));
        String before = from == 0 ? "" : CUT;
        String after = line.length() - from <= LONGEST ? "" : CUT;
        String shown = INDENT + before + line.substring(from, Math.min(line.length(), from + LONGEST)) + after;
        return column <= 0
                ? List.of(MarkedLine.of(Mark.SOURCE, shown))
                : List.of(
                        MarkedLine.of(Mark.SOURCE, shown),
                        MarkedLine.of(
                                        Mark.SOURCE,
                                        INDENT
                                                + " ".repeat(before.length())
                                                + blanks(line.substring(from), column - 1 - from))
                                .and(Mark.CARET, "^"));
    }

    /** The Java stack of an exception, for those who work on kvmsh itself. */
    public static String stack(Throwable thrown) {
        StringWriter stack = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(stack));
        } catch (Throwable e) {
            // The exception, or one of its causes, may be of a class of the script, of which toString fails.
            stack.append("an exception whose toString() fails");
        }
        return stack.toString().stripTrailing();
    }

    /** Blanks as wide as the line's start: a tab stays a tab, so that the caret is under its word. */
    private static String blanks(String line, int columns) {
        StringBuilder blanks = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            blanks.append(i < line.length() && line.charAt(i) == '\t' ? '\t' : ' ');
        }
        return blanks.toString();
    }
}
