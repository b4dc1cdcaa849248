package org.kvmsh.bindings.text;

/**
 * Foreign text as people may see it: a test's name, a guest's console, a log of a kernel. What would steer a terminal
 * or change the order of the text, all control characters and those of bidirectional text, is written in hexadecimal
 * digits, and so is half of a surrogate pair.
 */
public final class PrintableText {
    private static final String BYTE = "\\x%02x";
    private static final String CHARACTER = "\\u%04x";

    private PrintableText() {}

    /** The text with its line ends and tabs, and with \x1b for an escape. */
    public static String of(String text) {
        return part(text, 0, text.length());
    }

    /** The same on one line. */
    public static String line(String text) {
        return of(text).replace("\r", "\\x0d").replace("\n", "\\x0a");
    }

    /** The characters of a text from one position on. */
    public static String part(String text, int from, int length) {
        int end = from + length;
        int next = from;
        while (next < end && !isSteering(text, next, end)) {
            next++;
        }
        if (next == end) {
            return length == text.length() ? text : text.substring(from, end);
        }
        StringBuilder printable = new StringBuilder(text.substring(from, next));
        for (; next < end; next++) {
            char each = text.charAt(next);
            printable.append(
                    !isSteering(text, next, end)
                            ? String.valueOf(each)
                            : String.format(each < 0x100 ? BYTE : CHARACTER, (int) each));
        }
        return printable.toString();
    }

    /** A carriage return is part of a line's end, or lets the rest overwrite the line. */
    private static boolean isSteering(String text, int at, int end) {
        char each = text.charAt(at);
        if (each == '\r') {
            return at + 1 >= end || text.charAt(at + 1) != '\n';
        }
        return each != '\n' && each != '\t' && isSteering(each)
                || Character.isSurrogate(each) && !isOfPair(text, at, end);
    }

    /** Whether a surrogate has its other half: alone it is no character, and every encoding has another text for it. */
    private static boolean isOfPair(String text, int at, int end) {
        return at > 0 && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at))
                || at + 1 < end && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    /** Whether a character steers a terminal, ends a line or changes the order of a text. */
    public static boolean isSteering(char each) {
        return Character.isISOControl(each)
                || each >= '\u202a' && each <= '\u202e'
                || each >= '\u2066' && each <= '\u2069'
                || each == '\u200e'
                || each == '\u200f'
                || each == '\u061c'
                || each == '\u2028'
                || each == '\u2029';
    }
}
