package org.kvmsh.dsl.script;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kvmsh.bindings.abi.NumberText;

/**
 * A value as scripts print it. A 64-bit value is printed in hex, like registers and addresses, unless it is a small
 * count; a list of addresses is all in hex. An object without a text of its own is named by its kind, because its class
 * is an internal of kvmsh.
 */
public final class PrintedValue {
    private static final double MOST_EXACT = 1L << 53;
    private static final double MOST_NARROW = 1L << 31;

    private PrintedValue() {}

    public static String of(Object value) {
        if (value instanceof Long bits) {
            return NumberText.of(bits);
        } else if (value instanceof BigInteger wide) {
            return wide.signum() < 0 || wide.bitLength() > Long.SIZE
                    ? wide.toString()
                    : NumberText.of(wide.longValue());
        } else if (value instanceof Double number) {
            boolean whole =
                    Math.rint(number) == number && Math.abs(number) >= MOST_NARROW && Math.abs(number) < MOST_EXACT;
            return whole ? BigDecimal.valueOf(number).toBigInteger().toString() : number.toString();
        } else if (value instanceof byte[] bytes) {
            return HexFormat.ofDelimiter(" ").formatHex(bytes);
        } else if (value instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "[:]"
                    : map.entrySet().stream()
                            .map(entry -> of(entry.getKey()) + ":" + of(entry.getValue()))
                            .collect(Collectors.joining(", ", "[", "]"));
        } else if (value != null && value.getClass().isArray()) {
            return list(IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> Array.get(value, i))
                    .toList());
        } else if (value instanceof Collection<?> all && !hasOwnText(all)) {
            return list(List.copyOf(all.stream()
                    .map(element -> element == null ? "null" : element)
                    .toList()));
        }
        return ofObject(value);
    }

    private static String ofObject(Object value) {
        if (value instanceof Duration time) {
            return of(time);
        } else if (value instanceof Throwable thrown) {
            String said = Causes.message(thrown);
            return said == null ? ValueInWords.kind(thrown) : ValueInWords.withoutClasses(said);
        } else if (value instanceof Callable || value instanceof Runnable) {
            return "a block";
        } else if (value instanceof Process started) {
            return "process " + started.pid() + "; to get its output, use .text: 'COMMAND'.execute().text";
        } else if (value instanceof Class<?> type) {
            return type.getSimpleName();
        }
        return value == null || saysSomething(value) ? String.valueOf(value) : ValueInWords.kind(value);
    }

    private static String list(List<?> all) {
        boolean addresses = !all.isEmpty()
                && all.stream().allMatch(Long.class::isInstance)
                && all.stream().anyMatch(element -> of(element).startsWith("0x"));
        Function<Object, String> element = addresses ? address -> Bits64.hex((Long) address) : PrintedValue::of;
        return all.stream().map(element).collect(Collectors.joining(", ", "[", "]"));
    }

    /** {@code 1..3} is printed as written, and a list of kvmsh's own has its own text. */
    private static boolean hasOwnText(Collection<?> all) {
        return all.getClass().getSimpleName().endsWith("Range")
                || all.getClass().getName().startsWith("org.kvmsh.");
    }

    private static String of(Duration time) {
        boolean whole = time.toMillis() % 1000 == 0;
        return whole
                ? time.toSeconds() + " s"
                : BigDecimal.valueOf(time.toNanos(), 6).stripTrailingZeros().toPlainString() + " ms";
    }

    private static boolean saysSomething(Object value) {
        try {
            return value.getClass().getMethod("toString").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
