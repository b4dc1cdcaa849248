package org.kvmsh.dsl.lang;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.kernel.Errno;

/**
 * The values of one language's names that another can use: numbers, texts, bytes, and objects of kvmsh. Functions,
 * classes, lists and objects of a script's own stay in their language.
 */
public final class SharedValues {
    private static final String KVMSH = "org.kvmsh.";

    private SharedValues() {}

    /** The names whose values are values of both languages. */
    public static Map<String, Object> of(Map<String, Object> names) {
        Map<String, Object> shared = new TreeMap<>();
        names.forEach((name, value) -> {
            if (isShared(value)) {
                shared.put(
                        name,
                        value instanceof CharSequence text
                                ? text.toString()
                                : value instanceof BigInteger wide && isOf64Bits(wide)
                                        ? (Object) wide.longValue()
                                        : value);
            }
        });
        return shared;
    }

    /** JavaScript's BigInt of a value that is a long elsewhere. */
    private static boolean isOf64Bits(BigInteger value) {
        return value.signum() >= 0 && value.bitLength() <= Long.SIZE;
    }

    /** A class that a script declared, and its functions, have other names. */
    private static boolean isShared(Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || value instanceof CharSequence
                || value instanceof byte[]
                || value instanceof Errno
                || value != null && value.getClass().getName().startsWith(KVMSH);
    }
}
