package org.kvmsh.repl;

import java.math.BigInteger;
import org.kvmsh.dsl.Kvmsh;

/**
 * A value as the shell shows it: whole numbers in both bases; of 64 bits with the highest one set those, and the errno
 * or status that they may be.
 */
final class ValueText {
    private static final long SAME_IN_BOTH = 10;
    /** Linux's MAX_ERRNO: a call's answer below 0 and from this on is a negated errno (include/linux/err.h). */
    private static final long LEAST_ERRNO = -4095;

    private ValueText() {}

    static String of(Object value) {
        if (value instanceof Long bits && bits < 0) {
            return Kvmsh.printed(bits) + (bits < LEAST_ERRNO ? "" : " (" + bits + ")");
        }
        if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger wide && wide.bitLength() < Long.SIZE) {
            BigInteger number = new BigInteger(value.toString());
            int unused = Long.SIZE
                    - (value instanceof Byte
                            ? Byte.SIZE
                            : value instanceof Short
                                    ? Short.SIZE
                                    : value instanceof Integer ? Integer.SIZE : Long.SIZE);
            String hex = Long.toHexString(number.longValue() & -1L >>> unused);
            return number.signum() >= 0 && number.longValue() < SAME_IN_BOTH
                    ? number.toString()
                    : number + " (0x" + hex + ")";
        }
        return Kvmsh.printed(value);
    }
}
