package org.kvmsh.dsl.script;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one way from a script's number to the 64 bits that a register, an address or a size is. */
public final class Bits64 {
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final int BITS = 64;
    private static final Pattern SIZE = Pattern.compile("(\\d+) ?([kKmMgG])(?:i?[bB])?");
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]+|\\d+");

    private Bits64() {}

    /**
     * @param what what the number is for, as an error names it
     * @throws ScriptError where it is no whole number or needs more than 64 bits
     */
    public static long of(Object number, String what, Site site) {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return ((Number) number).longValue();
        }
        if (number instanceof BigInteger big) {
            if (big.bitLength() <= BITS && big.compareTo(LEAST) >= 0) {
                return big.longValue();
            }
            throw new ScriptError(site, what + " is " + big + ", which does not fit in 64 bits");
        }
        throw new ScriptError(
                site,
                what + " must be an integer, not " + ValueInWords.of(number),
                number instanceof CharSequence text ? ofText(text.toString().strip()) : new String[0]);
    }

    /** Advice on what to write instead of a number in quotes. */
    private static String[] ofText(String text) {
        Matcher size = SIZE.matcher(text);
        if (size.matches()) {
            return new String[] {
                "write a size without quotes",
                "try: " + size.group(1) + "." + size.group(2).toUpperCase(Locale.ROOT) + "B"
            };
        }
        return NUMBER.matcher(text).matches()
                ? new String[] {"write a number without quotes", "try: " + text}
                : new String[0];
    }

    /** A number that must lie between two others. */
    public static long of(Object number, String what, long least, long most, Site site) {
        long value = of(number, what, site);
        if (value < least || value > most) {
            throw new ScriptError(site, what + " is " + value + ", but must be from " + least + " to " + most);
        }
        return value;
    }

    /**
     * A number for a field of a few bytes; a negative one is used as its bits.
     *
     * @param bytes size of the field in bytes, 1 to 8
     */
    public static long fitting(Object number, int bytes, String what, Site site) {
        long value = of(number, what, site);
        int width = bytes * Byte.SIZE;
        if (width < BITS && value >> width != 0 && value >> width - 1 != -1) {
            throw new ScriptError(
                    site,
                    what + " has " + width + " bits: " + number + " (" + hex(value) + ") does not fit",
                    "use 0 to " + hex((1L << width) - 1) + ", or -" + hex(1L << width - 1) + " to "
                            + hex((1L << width - 1) - 1) + " for a signed value");
        }
        return value;
    }

    /** A size in the largest unit without a remainder: {@code 128 MiB}. */
    public static String size(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB"};
        int unit = 0;
        long left = bytes;
        while (unit < units.length - 1 && left != 0 && left % 1024 == 0) {
            left /= 1024;
            unit++;
        }
        return Long.toUnsignedString(left) + " " + units[unit];
    }

    public static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
