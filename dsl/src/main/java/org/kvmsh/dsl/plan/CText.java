package org.kvmsh.dsl.plan;

/**
 * A text in C that stands in a string of a script. There, {@code \n} inside a string of C has become the end of a line,
 * which C does not allow in a string: it is {@code \n} again, and the text has the lines of the script.
 */
final class CText {
    private final String text;
    private final StringBuilder done = new StringBuilder();
    private int at;

    private CText(String text) {
        this.text = text;
    }

    /** The text as it was written. */
    static String of(String text) {
        CText c = new CText(text);
        while (c.at < text.length()) {
            c.next();
        }
        return c.done.toString();
    }

    private void next() {
        if (text.startsWith("//", at)) {
            copy("\n");
        } else if (text.startsWith("/*", at)) {
            take(2);
            copy("*/");
        } else if (text.charAt(at) == '"' || text.charAt(at) == '\'') {
            literal(text.charAt(at));
        } else {
            take(1);
        }
    }

    private void copy(String end) {
        int to = text.indexOf(end, at);
        take((to < 0 ? text.length() : to + end.length()) - at);
    }

    private void take(int characters) {
        done.append(text, at, at + characters);
        at += characters;
    }

    private void literal(char quote) {
        take(1);
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\n') {
                done.append("\\n");
                at++;
            } else {
                take(text.charAt(at) == '\\' && at + 1 < text.length() ? 2 : 1);
            }
        }
        take(Math.min(1, text.length() - at));
    }
}
