package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A line of the text as it was given, without the marks of quoting.
 *
 * @param quoted whether a mail quotes it
 */
record GivenLine(int number, String text, boolean quoted) {
    /** A line that quotes added lines this often has lost its line ends. */
    private static final int MANY = 3;

    private static final int MOST = 1_000_000;

    /** The end of a quoted line of C that a mail program has joined with the next one. */
    private static final Pattern JOINED = Pattern.compile("(>[> ]*\\+.*[;{}])(>[> ]*\\+.*)");
    /** A directive behind an empty line that stays, of which a mail program has left the blank alone. */
    private static final Pattern BEHIND_BLANK = Pattern.compile(" +\\+#\\s*[a-z]+\\b.*");

    /** Mail programs put no-break spaces into what they quote. */
    GivenLine {
        text = text.replace('\u00a0', ' ');
    }

    static List<GivenLine> of(String text) {
        List<GivenLine> lines = new ArrayList<>();
        int number = 0;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            if (number == MOST) {
                throw new PatchError(number, "not a header patch: it has more than " + MOST);
            }
            end = end < 0 ? text.length() : end;
            int last = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
            add(++number, text.substring(at, last), lines);
            at = end + 1;
        }
        return lines;
    }

    /** A web page may have joined the lines of a quoted mail: the quote marks show where the lines began. */
    private static void add(int number, String line, List<GivenLine> into) {
        if (!isRunTogether(line)) {
            into.add(new GivenLine(number, line, false));
            return;
        }
        int from = 0;
        for (int i = 1; i < line.length(); i++) {
            if (line.charAt(i) == '>' && line.charAt(i - 1) == ' ' && !quoting(line, i - 2)) {
                into.add(new GivenLine(number, line.substring(from, i).strip(), false));
                from = i;
            }
        }
        into.add(new GivenLine(number, line.substring(from).strip(), false));
    }

    private static boolean isRunTogether(String line) {
        int found = 0;
        for (int at = line.indexOf(">+"); at >= 0; at = line.indexOf(">+", at + 1)) {
            if (at > 1 && line.charAt(at - 1) == ' ' && ++found >= MANY) {
                return true;
            }
        }
        return false;
    }

    private static boolean quoting(String line, int at) {
        return at >= 0 && line.charAt(at) == '>';
    }

    /**
     * In a mail that quotes a patch, the text between the quotes is not part of the patch, and neither are the comments
     * of an earlier answer, which are quoted fewer times than the diff around them.
     */
    static List<GivenLine> unquoted(List<GivenLine> given) {
        List<GivenLine> lines = given.stream().flatMap(GivenLine::parts).toList();
        boolean quotes = false;
        boolean header = false;
        boolean snippet = false;
        for (GivenLine line : lines) {
            String bare = bare(line.text);
            boolean own = bare.length() == line.text.length();
            if (own && isHead(bare)) {
                return lines;
            }
            snippet |= own && bare.startsWith("+");
            quotes |= !own && isDiff(bare);
            String file = own ? null : DiffLines.named(bare);
            header |= file != null && KvmHeader.of(file) != null;
        }
        // A reviewer may suggest a few lines with + before them; the patch is what is quoted.
        if (!quotes || snippet && !header) {
            return lines;
        }
        List<GivenLine> quoted = new ArrayList<>();
        long times = 1;
        for (GivenLine line : lines) {
            String bare = bare(line.text);
            long marks = marks(line.text, bare);
            if (bare.startsWith("diff --git ") || bare.startsWith("@@ -")) {
                times = marks;
            }
            if (marks >= times) {
                quoted.add(
                        new GivenLine(line.number, BEHIND_BLANK.matcher(bare).matches() ? bare.strip() : bare, true));
            }
        }
        return quoted;
    }

    private Stream<GivenLine> parts() {
        Matcher joined = JOINED.matcher(text);
        return joined.matches()
                ? Stream.of(joined.group(1), joined.group(2)).map(part -> new GivenLine(number, part, quoted))
                : Stream.of(this);
    }

    /** How many times a line is quoted. */
    private static long marks(String line, String bare) {
        return line.substring(0, line.length() - bare.length())
                .chars()
                .filter(each -> each == '>')
                .count();
    }

    private static boolean isDiff(String line) {
        return isHead(line) || line.startsWith("+");
    }

    private static boolean isHead(String line) {
        return line.startsWith("diff --git ") || line.startsWith("@@ -");
    }

    /** Each mark of quoting may have one blank behind it; a further blank is the line's own. */
    private static String bare(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) == '>') {
            at++;
            if (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
        }
        return line.substring(at);
    }
}
