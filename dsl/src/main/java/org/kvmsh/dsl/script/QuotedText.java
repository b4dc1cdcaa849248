package org.kvmsh.dsl.script;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The position of a text's line in the script that has the text as a literal. */
public final class QuotedText {
    /** The form in which GNU as names the thing that it means. */
    private static final Pattern NAMED = Pattern.compile("`([^`']+)'");

    /** What a script may write differently: indentation, tabs, ends of lines, quotes. */
    private static final Pattern BLANK = Pattern.compile("\\\\+[nt]?|\\s");

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
        if (line.isBlank()) {
            return null;
        } else if (text < 0) {
            int begin = begin(source, site, quote.text());
            from = begin == 0 ? from : start(source.text(), begin + quote.line() - 1);
        } else {
            from = start(source.text().substring(text), quote.line()) + text;
        }
        int at = source.text().indexOf(line.strip(), from);
        if (at < 0) {
            return null;
        }
        Matcher named = NAMED.matcher(message);
        return source.at(at + (named.find() ? Math.max(0, line.strip().indexOf(named.group(1))) : 0));
    }

    /**
     * The line of a script on which a text begins, also where the script indents or escapes it, or puts values into it.
     *
     * @param site where the script uses it: one after it is preferred
     * @return 0 if the script computes the text
     */
    public static int begin(Source source, Site site, String text) {
        List<String> script = source.text().lines().map(QuotedText::bare).toList();
        List<String> wanted = text.stripTrailing().lines().map(QuotedText::bare).toList();
        int count = script.size() - wanted.size() + 1;
        for (int i = 0; i < count; i++) {
            int line = (i + Math.max(1, site.line()) - 1) % count;
            if (isAt(script.subList(line, line + wanted.size()), wanted)) {
                return line + 1;
            }
        }
        return 0;
    }

    private static String bare(String line) {
        return BLANK.matcher(line).replaceAll("");
    }

    /** Whether lines of a script have those of a text; one with a value may become any, but most are as they were. */
    private static boolean isAt(List<String> script, List<String> wanted) {
        int same = 0;
        int changed = 0;
        for (int i = 0; i < wanted.size(); i++) {
            boolean has = script.get(i).contains(wanted.get(i));
            if (has) {
                same += wanted.get(i).length() > 1 ? 1 : 0;
            } else if (script.get(i).indexOf('$') >= 0) {
                changed++;
            } else {
                return false;
            }
        }
        return same > changed;
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
