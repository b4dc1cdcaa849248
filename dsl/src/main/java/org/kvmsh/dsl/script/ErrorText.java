package org.kvmsh.dsl.script;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Function;

/** An error as a person reads it: place and message, the source line with a caret, what else is known. */
public final class ErrorText {
    private static final String INDENT = "    ";
    /** A longer line is shown around its place. */
    private static final int LONGEST = 200;
    private static final String CUT = "...";

    private ErrorText() { }

    /** @param sources gives a script by its name; null where it is not known */
    public static String of(ScriptError error, Function<String, Source> sources) {
        Source quoted = error.quote() == null ? null : sources.apply(error.site().source());
        Site found = quoted == null ? null : QuotedText.find(quoted, error.site(), error.quote(), error.getMessage());
        Site site = found == null ? error.site() : found;
        StringBuilder text = new StringBuilder();
        if (site.line() != 0) {
            text.append(site).append(": ");
        }
        String[] message = error.getMessage().split("\n");
        text.append(message[0]);
        Source source = site.line() == 0 ? null : sources.apply(site.source());
        if (source != null) {
            String line = source.line(site.line());
            int from = line.length() <= LONGEST ? 0 : Math.max(0, Math.min(site.column() - LONGEST / 2, line.length() - LONGEST));
            String before = from == 0 ? "" : CUT;
            String after = line.length() - from <= LONGEST ? "" : CUT;
            text.append('\n').append(INDENT).append(before).append(line, from, Math.min(line.length(), from + LONGEST)).append(after);
            if (site.column() > 0) {
                text.append('\n').append(INDENT).append(" ".repeat(before.length())).append(blanks(line.substring(from), site.column() - 1 - from)).append('^');
            }
        }
        for (int i = 1; i < message.length; i++) {
            text.append('\n').append(message[i]);
        }
        if (error.quote() != null && found == null) {
            text.append("\n  line ").append(error.quote().line()).append(" of the text: ").append(QuotedText.line(error.quote()).strip());
        }
        for (String note : error.notes()) {
            text.append("\n  ").append(note.replace("\n", "\n  "));
        }
        return text.toString();
    }

    /** Where Java was when it was thrown, for those who work on kvmsh itself. */
    public static String stack(Throwable thrown) {
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        return stack.toString().stripTrailing();
    }

    /** As wide as the line's start: a tab stays a tab, so that the caret stands under its word. */
    private static String blanks(String line, int columns) {
        StringBuilder blanks = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            blanks.append(i < line.length() && line.charAt(i) == '\t' ? '\t' : ' ');
        }
        return blanks.toString();
    }
}
