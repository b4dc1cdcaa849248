package org.kvmsh.repl;

import java.math.BigInteger;

/** A value as the shell shows it: whole numbers in both bases. */
final class ValueText {
    private static final int SAME_IN_BOTH = 10;

    private ValueText() { }

    static String of(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            long number = ((Number) value).longValue();
            String hex = value instanceof Long ? Long.toHexString(number) : Integer.toHexString((Integer) value);
            return number >= 0 && number < SAME_IN_BOTH ? Long.toString(number) : number + " (0x" + hex + ")";
        }
        return value instanceof BigInteger wide ? wide + " (0x" + wide.toString(16) + ")" : value.toString();
    }
}
