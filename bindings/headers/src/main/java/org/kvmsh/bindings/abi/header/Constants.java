package org.kvmsh.bindings.abi.header;

import java.math.BigInteger;
import java.util.Locale;
import org.kvmsh.bindings.abi.header.CType.Scalar;

/** Computes constant expressions. */
final class Constants {
    private static final int DEEPEST = 500;

    private final Declarations declarations;
    private int depth;

    Constants(Declarations declarations) {
        this.declarations = declarations;
    }

    Value value(UapiCParser.ExpressionContext expression) {
        if (++depth > DEEPEST) {
            throw new HeaderError("an expression is nested more than " + DEEPEST + " levels deep");
        }
        try {
            return compute(expression);
        } finally {
            depth--;
        }
    }

    private Value compute(UapiCParser.ExpressionContext expression) {
        if (expression instanceof UapiCParser.ParenthesisedContext e) {
            return value(e.expression());
        } else if (expression instanceof UapiCParser.NumberContext e) {
            return number(e.getText());
        } else if (expression instanceof UapiCParser.BinaryContext e) {
            return value(e.left).binary(e.op.getText(), value(e.right));
        } else if (expression instanceof UapiCParser.UnaryContext e) {
            return value(e.expression()).unary(e.op.getText());
        } else if (expression instanceof UapiCParser.SizeOfContext e) {
            return new Value(declarations.sized(e.sized()).size(), longIsWide(), false);
        } else if (expression instanceof UapiCParser.CastContext e) {
            return cast(declarations.sized(e.sized()), value(e.operand));
        } else if (expression instanceof UapiCParser.ChoiceContext e) {
            return value(e.test).truth() ? value(e.yes) : value(e.no);
        } else if (expression instanceof UapiCParser.CharacterContext e) {
            return new Value(e.getText().charAt(e.getText().length() - 2), false, true);
        }
        Value named = declarations.enumerators().get(expression.getText());
        if (named == null) {
            throw HeaderError.missing(expression.getText(), "no constant " + expression.getText());
        }
        return named;
    }

    private boolean longIsWide() {
        return declarations.longBytes() == Long.BYTES;
    }

    private static Value cast(CType type, Value value) {
        CType plain = type instanceof CType.Aligned aligned ? aligned.type() : type;
        if (!(plain instanceof Scalar scalar)) {
            throw new HeaderError("a constant is cast to a non-numeric type");
        }
        return value.as(scalar.size(), scalar.signed());
    }

    /**
     * C's rules for the type of a literal: the first of int, unsigned (in hex and octal), long, unsigned long that
     * holds it.
     */
    private Value number(String text) {
        String digits = text.replaceAll("[uUlL]+$", "");
        String suffix = text.substring(digits.length()).toLowerCase(Locale.ROOT);
        boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
        boolean octal = !hex && digits.length() > 1 && digits.startsWith("0");
        BigInteger value = new BigInteger(hex ? digits.substring(2) : digits, hex ? 16 : octal ? 8 : 10);
        if (value.bitLength() > Long.SIZE) {
            throw new HeaderError(text + " does not fit in 64 bits");
        }
        boolean unsigned = suffix.contains("u");
        boolean wide = suffix.contains("ll")
                || suffix.contains("l") && longIsWide()
                || value.bitLength() > Integer.SIZE
                || value.bitLength() == Integer.SIZE && !unsigned && !hex && !octal;
        int bits = wide ? Long.SIZE : Integer.SIZE;
        boolean signed = !unsigned && value.bitLength() < bits;
        return new Value(value.longValue(), wide, signed);
    }
}
