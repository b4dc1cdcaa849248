package org.kvmsh.dsl.lang;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Integers in the text of JavaScript that its numbers do not hold: 0xffffffffffffffff is 2**64 there. */
public final class RoundedNumbers {
    private static final Pattern LITERAL = Pattern.compile(
            "(?<![\\w.$])(?:0[xX]([0-9a-fA-F_]+)|0[bB]([01_]+)|0[oO]([0-7_]+)|([1-9][\\d_]*))(?![\\w.$])");
    private static final int[] BASES = {16, 2, 8, 10};

    private RoundedNumbers() {}

    /** A number as it is written. */
    record Literal(String text, int position, BigInteger rounded) {}

    /** The first literal that JavaScript rounds; null if there is none. */
    static Literal first(String code) {
        return find(code, (written, read) -> !written.equals(read));
    }

    /** The script's spelling of a number that JavaScript may have rounded; null if it is not written there. */
    public static String written(CharSequence script, BigInteger number) {
        Literal found = find(CodeText.withTemplates(script.toString()), (written, read) -> read.equals(number));
        return found == null ? null : found.text;
    }

    private static Literal find(String code, BiPredicate<BigInteger, BigInteger> matches) {
        Matcher literal = LITERAL.matcher(code);
        while (literal.find()) {
            for (int i = 0; i < BASES.length; i++) {
                String digits =
                        literal.group(i + 1) == null ? "" : literal.group(i + 1).replace("_", "");
                if (digits.isEmpty()) {
                    continue;
                }
                BigInteger written = new BigInteger(digits, BASES[i]);
                double read = written.doubleValue();
                if (!Double.isInfinite(read) && matches.test(written, new BigDecimal(read).toBigInteger())) {
                    return new Literal(literal.group(), literal.start(), new BigDecimal(read).toBigInteger());
                }
            }
        }
        return null;
    }
}
