package org.kvmsh.dsl.lang;

import java.util.regex.Pattern;

/** A script's code without the rest: contents of strings and comments are blanked, so that positions do not change. */
public final class CodeText {
    private static final String REGEX_AFTER = "=(,:[!&|?{};~";
    /** The text that a regular expression of JavaScript's may follow too. */
    private static final Pattern REGEX_AFTER_TEXT = Pattern.compile(
            "(?:=>|(?<!\\+)\\+|(?<![\\w$.])(?:return|typeof|case|in|of|do|else|void|delete|throw|yield|await))\\s*$");

    private static final Pattern QUOTES = Pattern.compile("[`'\"]");

    private final String text;
    private final boolean groovy;
    private final char[] code;
    private int lone = -1;
    private int open = -1;
    private boolean unsure;
    /** Whether the code in templates is code too. */
    private final boolean inTemplates;

    private CodeText(String text, boolean groovy) {
        this(text, groovy, false);
    }

    private CodeText(String text, boolean groovy, boolean inTemplates) {
        this.text = text;
        this.groovy = groovy;
        this.inTemplates = inTemplates;
        this.code = text.toCharArray();
    }

    static String of(String text, boolean groovy) {
        CodeText reader = new CodeText(text, groovy);
        reader.read();
        return new String(reader.code);
    }

    /** JavaScript's code, with that in {@code `${…}`}. */
    public static String withTemplates(String text) {
        CodeText reader = new CodeText(text, false, true);
        reader.read();
        return new String(reader.code);
    }

    /** The position of a {@code $} in a string of Groovy's in double quotes that begins no name; -1 for none. */
    static int loneDollar(String text) {
        if (text.indexOf('$') < 0) {
            return -1;
        }
        CodeText reader = new CodeText(text, true);
        reader.read();
        return reader.lone;
    }

    /** The position of the first quote that is not closed, or not in its line; -1 for none. */
    static int openQuote(String text, boolean groovy) {
        CodeText reader = new CodeText(text, groovy);
        reader.read();
        return reader.open;
    }

    /**
     * Whether a slash of JavaScript's may begin a regular expression or divide, and quotes after it depend on which.
     */
    public static boolean isUnsure(String text) {
        CodeText reader = new CodeText(text, false);
        reader.read();
        return reader.unsure;
    }

    private void read() {
        char last = ';';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (text.startsWith("//", i)) {
                i = blank(i, end("\n", i)) - 1;
            } else if (text.startsWith("/*", i)) {
                i = blank(i, end("*/", i + 2) + 2) - 1;
            } else if (groovy && (text.startsWith("'''", i) || text.startsWith("\"\"\"", i))) {
                i = string(i, text.substring(i, i + 3));
            } else if (c == '\'' || c == '"' || !groovy && c == '`' || c == '/' && isRegex(i, last)) {
                i = string(i, String.valueOf(c));
            }
            last = Character.isWhitespace(c) ? last : c;
        }
    }

    private boolean isRegex(int slash, char last) {
        boolean begins = REGEX_AFTER.indexOf(last) >= 0;
        if (groovy) {
            return begins;
        }
        String line = text.substring(text.lastIndexOf('\n', slash) + 1, slash);
        begins |= REGEX_AFTER_TEXT.matcher(line).find();
        int end = end("\n", slash);
        boolean closed = text.substring(slash + 1, end).indexOf('/') >= 0;
        unsure |= closed
                && (begins ? last == '}' : last == ')')
                && QUOTES.matcher(text).region(slash, end).find();
        return begins && closed;
    }

    private int end(String what, int from) {
        int at = text.indexOf(what, from);
        return at < 0 ? text.length() : at;
    }

    /** Blanks what is between the quotes; a quote that is not closed ends with its line, if its kind of string does. */
    private int string(int start, String quote) {
        boolean template = !groovy && quote.equals("`");
        boolean inClass = false;
        boolean lines = quote.length() == 3 || quote.equals("`");
        int i = start + quote.length();
        int from = i;
        while (i < text.length() && (inClass || !text.startsWith(quote, i)) && (lines || text.charAt(i) != '\n')) {
            char c = text.charAt(i);
            if (c == '$' && groovy && quote.charAt(0) == '"') {
                dollar(i);
            }
            if (!groovy && quote.equals("/")) {
                inClass = c == '[' || inClass && c != ']';
            }
            if (template && text.startsWith("${", i)) {
                int code = i + 2;
                i = afterCode(code);
                if (inTemplates) {
                    blank(from, code);
                    from = i;
                }
            } else {
                i += c == '\\' ? 2 : 1;
            }
        }
        int end = Math.min(i, text.length());
        if (open < 0 && !quote.equals("/") && !text.startsWith(quote, end)) {
            open = start;
        }
        blank(from, end);
        return end < text.length() && text.startsWith(quote, end) ? end + quote.length() - 1 : end - 1;
    }

    /** Past the code in a template, which may have templates of its own. */
    private int afterCode(int from) {
        int depth = 1;
        int i = from;
        while (i < text.length() && depth > 0) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            i = c == '\'' || c == '"' || c == '`' ? string(i, String.valueOf(c)) + 1 : i + 1;
        }
        return i;
    }

    private void dollar(int at) {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (lone < 0 && next != '{' && !Character.isJavaIdentifierStart(next)) {
            lone = at;
        }
    }

    private int blank(int from, int to) {
        int end = Math.min(to, text.length());
        for (int i = from; i < end; i++) {
            code[i] = code[i] == '\n' ? '\n' : ' ';
        }
        return end;
    }
}
