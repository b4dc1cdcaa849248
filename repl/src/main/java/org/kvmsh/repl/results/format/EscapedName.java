package org.kvmsh.repl.results.format;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of tests for formats whose names are letters, digits, - and _: an underscore for a blank, and for any other
 * character _ and two hexadecimal digits of each byte that it has in UTF-8. Two names are never one, a name does not
 * depend on those beside it, and the original can be read back.
 */
final class EscapedName {
    private static final String HEX = "0123456789abcdef";

    /** The number of tests that a script had of each name. */
    private final Map<String, Integer> seen = new HashMap<>();

    /** A name; that of the second test of one name in its script ends with .2, as no name has a dot. */
    String next(String name) {
        int number = seen.merge(name, 1, Integer::sum);
        return of(name) + (number == 1 ? "" : "." + number);
    }

    static String of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            char each = (char) (bytes[i] & 0xff);
            if (each < 0x80 && Character.isLetterOrDigit(each) || each == '-') {
                escaped.append(each);
            } else if (each == ' ' && !(isHex(bytes, i + 1) && isHex(bytes, i + 2))) {
                escaped.append('_');
            } else {
                escaped.append('_').append(HEX.charAt(each >> 4)).append(HEX.charAt(each & 0xf));
            }
        }
        return escaped.toString();
    }

    private static boolean isHex(byte[] bytes, int at) {
        return at < bytes.length && HEX.indexOf(bytes[at]) >= 0;
    }
}
