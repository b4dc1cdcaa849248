package org.kvmsh.bindings.abi.patch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name and the number of a {@code #define} without arguments. */
final class Define {
    private static final Pattern PATTERN = Pattern.compile("\\s*#\\s*define\\s+(\\w+)(\\()?");

    private static final Pattern NUMBER = Pattern.compile(
            "\\s*#\\s*define\\s+\\w+\\s+((?:0[xX][0-9a-fA-F]{1,15}|0|[1-9]\\d{0,17})[uUlL]*)\\s*(?:/\\*(?:(?!\\*/).)*(?:\\*/\\s*)?)?");
    private static final int LONGEST = 1000;

    private Define() {}

    /** The number that a definition has for its name; null if it has anything else. */
    static String number(String line) {
        Matcher number = NUMBER.matcher(line);
        return line.length() < LONGEST && name(line) != null && number.matches() ? number.group(1) : null;
    }

    /** Null if the line is not a definition, or defines a macro with arguments. */
    static String name(String line) {
        Matcher define = PATTERN.matcher(line);
        return define.lookingAt() && define.group(2) == null ? define.group(1) : null;
    }
}
