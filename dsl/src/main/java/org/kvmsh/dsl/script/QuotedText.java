package org.kvmsh.dsl.script;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The position of a text's line in the script that has the text as a literal. */
final class QuotedText {
    /** The form in which GNU as names the thing that it means. */
    private static final Pattern NAMED = Pattern.compile("`([^`']+)'");

    private QuotedText() {}

    static String line(ScriptError.Quote quote) {
        List<String> lines = quote.text().lines().toList();
        return quote.line() > lines.size() ? "" : lines.get(quote.line() - 1);
    }

    /** The position of the line, or of what the message names in it; null if the script computes the text. */
    static Site find(Source source, Site site, ScriptError.Quote quote, String message) {
        int from = start(source.text(), site.line());
        int text = source.text().indexOf(quote.text(), from);
        String line = line(quote);
        // A text whose indentation is removed keeps its lines.
        int at = text >= 0
                ? start(source.text().substring(text), quote.line()) + text
                : source.text().indexOf(line.strip(), from);
        if (at < 0 || line.isBlank()) {
            return null;
        }
        Matcher named = NAMED.matcher(message);
        int inside = text < 0 ? 0 : line.length() - line.stripLeading().length();
        if (named.find() && line.contains(named.group(1))) {
            inside = line.indexOf(named.group(1))
                    - (text < 0 ? line.length() - line.stripLeading().length() : 0);
        }
        return source.at(at + inside);
    }

    /** The offset at which a line begins; lines count from 1. */
    private static int start(String text, int line) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                return at;
            }
            at = end + 1;
        }
        return at;
    }
}
