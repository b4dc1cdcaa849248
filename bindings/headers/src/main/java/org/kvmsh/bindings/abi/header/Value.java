package org.kvmsh.bindings.abi.header;

/**
 * A constant as C computes it: int, unsigned int, long or unsigned long.
 *
 * @param bits sign- or zero-extended to 64
 */
record Value(long bits, boolean wide, boolean signed) {
    static final Value ZERO = new Value(0, false, true);
    static final Value ONE = new Value(1, false, true);

    static Value of(boolean truth) {
        return truth ? ONE : ZERO;
    }

    /** The value in another type of 4 or 8 bytes, or narrower, which then promotes to int. */
    Value as(long bytes, boolean asSigned) {
        if (bytes >= Long.BYTES) {
            return new Value(bits, true, asSigned);
        }
        int unused = (int) (Long.SIZE - bytes * Byte.SIZE);
        long cut = asSigned ? bits << unused >> unused : bits << unused >>> unused;
        return new Value(cut, false, bytes < Integer.BYTES || asSigned);
    }

    boolean truth() {
        return bits != 0;
    }

    Value unary(String operator) {
        return switch (operator) {
            case "-" -> fit(-bits, wide, signed);
            case "~" -> fit(~bits, wide, signed);
            case "!" -> of(bits == 0);
            default -> this;
        };
    }

    /** C's usual arithmetic conversions, but for shifts, whose type is the left operand's. */
    Value binary(String operator, Value right) {
        if (operator.equals("<<") || operator.equals(">>")) {
            int by = (int) right.bits;
            long shifted = operator.equals("<<") ? bits << by : signed ? bits >> by : bits >>> by;
            return fit(shifted, wide, signed);
        }
        boolean asWide = wide || right.wide;
        boolean asSigned = signed && right.signed || asWide && !(wide && !signed) && !(right.wide && !right.signed);
        long a = fit(bits, asWide, asSigned).bits;
        long b = fit(right.bits, asWide, asSigned).bits;
        return switch (operator) {
            case "+" -> fit(a + b, asWide, asSigned);
            case "-" -> fit(a - b, asWide, asSigned);
            case "*" -> fit(a * b, asWide, asSigned);
            case "/", "%" -> divide(operator, a, b, asWide, asSigned);
            case "&" -> fit(a & b, asWide, asSigned);
            case "|" -> fit(a | b, asWide, asSigned);
            case "^" -> fit(a ^ b, asWide, asSigned);
            case "==" -> of(a == b);
            case "!=" -> of(a != b);
            case "<" -> of(compare(a, b, asSigned) < 0);
            case ">" -> of(compare(a, b, asSigned) > 0);
            case "<=" -> of(compare(a, b, asSigned) <= 0);
            case ">=" -> of(compare(a, b, asSigned) >= 0);
            case "&&" -> of(truth() && right.truth());
            case "||" -> of(truth() || right.truth());
            default -> throw new HeaderError("no operator " + operator);
        };
    }

    private static Value divide(String operator, long a, long b, boolean wide, boolean signed) {
        if (b == 0) {
            throw new HeaderError("division by zero in a constant expression");
        }
        long result = operator.equals("/")
                ? signed ? a / b : Long.divideUnsigned(a, b)
                : signed ? a % b : Long.remainderUnsigned(a, b);
        return fit(result, wide, signed);
    }

    private static int compare(long a, long b, boolean signed) {
        return signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }

    private static Value fit(long bits, boolean wide, boolean signed) {
        return new Value(wide ? bits : signed ? (int) bits : bits & 0xffffffffL, wide, signed);
    }
}
