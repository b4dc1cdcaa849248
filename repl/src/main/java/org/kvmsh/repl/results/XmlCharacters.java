package org.kvmsh.repl.results;

import java.util.regex.Pattern;

/** The characters that both XML and HTML can hold: what a guest prints, and a test's name, may have any. */
public final class XmlCharacters {
    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n?");
    /**
     * XML 1.0, 2.2, without the control characters that it discourages and HTML does not allow, and those that change
     * the order of a text.
     */
    private static final Pattern OTHERS = Pattern.compile(
            "[^\\t\\n"
                    + "\\x{20}-\\x{7e}\\x{a0}-\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]|[\\x{61c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]");

    private XmlCharacters() {}

    /** The text with U+FFFD for every other character, and with one kind of line end. */
    public static String of(String text) {
        return OTHERS.matcher(LINE_ENDS.matcher(text).replaceAll("\n")).replaceAll("\ufffd");
    }
}
