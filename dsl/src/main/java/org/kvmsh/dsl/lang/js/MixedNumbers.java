package org.kvmsh.dsl.lang.js;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.SourceSection;

/** Advice where an operator has a BigInt on one side and a number on the other. */
final class MixedNumbers {
    /** A whole number as it is written. */
    static final String WHOLE = "(?<number>0[xX][0-9a-fA-F]+|\\d+)(?<wide>n?)";

    private static final Pattern ON_THE_RIGHT =
            Pattern.compile("(?s)(?<before>.*[-+*/%&|^<>=~]\\s*)" + WHOLE + "(?<after>\\)?)");
    private static final Pattern ON_THE_LEFT =
            Pattern.compile("(?s)(?<before>\\(?)" + WHOLE + "(?<after>\\s*[-+*/%&|^<>].*)");
    private static final Pattern ASSIGNED = Pattern.compile("\\s*(\\*\\*|<<|>>|[-+*/%&|^])=[^;,)\\n]*");
    private static final String WIDE = "a 64-bit value is a BigInt: ";

    private MixedNumbers() {}

    static BigInteger value(String whole) {
        return whole.startsWith("0x") || whole.startsWith("0X")
                ? new BigInteger(whole.substring(2), 16)
                : new BigInteger(whole);
    }

    /** @param operation the operator with its sides; null if it is not known */
    static String note(SourceSection operation) {
        String text = operation == null ? "" : whole(operation);
        Matcher right = ON_THE_RIGHT.matcher(text);
        Matcher side = right.matches() ? right : ON_THE_LEFT.matcher(text);
        if (text.contains("\n") || side != right && !side.matches()) {
            return WIDE + "convert with BigInt(x) or Number(x)";
        }
        boolean isWide = !side.group("wide").isEmpty();
        // A BigInt has no unsigned shift.
        String before = side.group("before").replaceFirst(">>>(\\s*)$", ">>$1");
        return (isWide ? "a value of up to 32 bits is a plain number, not a BigInt: write " : WIDE + "write ")
                + before
                + side.group("number")
                + (isWide ? "" : "n")
                + side.group("after");
    }

    /** The whole text of an operation: of {@code s.cr4 |= 0x20} GraalVM names only what is assigned to. */
    private static String whole(SourceSection operation) {
        CharSequence text = operation.getSource().getCharacters();
        Matcher rest = ASSIGNED.matcher(text).region(operation.getCharEndIndex(), text.length());
        return operation.getCharacters().toString().strip()
                + (rest.lookingAt() ? rest.group().stripTrailing() : "");
    }
}
