package org.kvmsh.bindings.abi.patch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name that a {@code #define} without arguments defines. */
final class Define {
    private static final Pattern PATTERN = Pattern.compile("\\s*#\\s*define\\s+(\\w+)(\\()?");

    private Define() {}

    /** Null if the line is not a definition, or defines a macro with arguments. */
    static String name(String line) {
        Matcher define = PATTERN.matcher(line);
        return define.lookingAt() && define.group(2) == null ? define.group(1) : null;
    }
}
