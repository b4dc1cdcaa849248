package org.kvmsh.dsl.bits;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.dsl.script.Bits64;

/**
 * Adjacent bits of a register that have a name.
 *
 * @param low the lowest bit
 * @param width the number of bits
 * @param values the names of values, of those that have one
 */
public record BitField(String name, int low, int width, Map<Long, String> values) {
    /** Reads {@code mode:2=0:one-shot,1:periodic}; a name alone is one bit. */
    static BitField of(String text, int low) {
        String[] sides = text.split("=", 2);
        String[] named = sides[0].split(":");
        Map<Long, String> values = new TreeMap<>();
        if (sides.length == 2) {
            for (String each : sides[1].split(",")) {
                String[] value = each.split(":", 2);
                values.put(number(value[0]), value[1]);
            }
        }
        return new BitField(named[0], low, named.length == 1 ? 1 : Integer.parseInt(named[1]), values);
    }

    private static long number(String text) {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
    }

    /** The field's bits in the register. */
    public BigInteger mask() {
        return BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE).shiftLeft(low);
    }

    /** The field's value in a register. */
    public long in(BigInteger register) {
        return register.and(mask()).shiftRight(low).longValue();
    }

    private boolean isFlag() {
        return width == 1 && values.isEmpty();
    }

    /** {@code PE}, {@code mode=periodic}, {@code vector=0x20}; empty for 0 without a name. */
    String inWords(BigInteger register) {
        long value = in(register);
        return value == 0 && !values.containsKey(0L) ? "" : isFlag() ? name : name + "=" + inWords(value);
    }

    private String inWords(long value) {
        return values.getOrDefault(value, Bits64.hex(value));
    }

    /** {@code +PE}, {@code -PE}, {@code mode one-shot -> periodic}; empty if the field is the same. */
    String change(BigInteger before, BigInteger after) {
        long from = in(before);
        long to = in(after);
        return from == to
                ? ""
                : isFlag() ? (to == 1 ? "+" : "-") + name : name + " " + inWords(from) + " -> " + inWords(to);
    }

    /** {@code PE 0x1}, {@code mode 0x60000}, {@code mode=periodic 0x20000}. */
    List<String> inManual() {
        List<String> all = new ArrayList<>(List.of(name + " 0x" + mask().toString(16)));
        values.forEach((value, meaning) -> all.add(name + "=" + meaning + " 0x"
                + BigInteger.valueOf(value).shiftLeft(low).toString(16)));
        return all;
    }
}
