package org.kvmsh.bindings.abi.patch;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Field;

/**
 * A condition on one field of an ioctl's argument.
 *
 * @param field the number that is looked at
 * @param value what it is compared with; of {@link Comparison#HAS_BIT_OF} the bits
 */
public record FieldCondition(Field field, Comparison comparison, BigInteger value) {
    /** The kinds of comparison. */
    public enum Comparison {
        /** The field is this value. */
        IS("=="),
        /** The field is any other value. */
        IS_NOT("!="),
        /** The field is less. */
        LESS("<"),
        /** The field is this or less. */
        AT_MOST("<="),
        /** The field is more. */
        MORE(">"),
        /** The field is this or more. */
        AT_LEAST(">="),
        /** At least one of these bits of the field is set. */
        HAS_BIT_OF("&");

        private final String operator;

        Comparison(String operator) {
            this.operator = operator;
        }

        /** As C spells it. */
        public String operator() {
            return operator;
        }

        static Comparison of(String operator) {
            return Stream.of(values())
                    .filter(one -> one.operator.equals(operator))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Whether a value of the field meets it. */
    public boolean isMetBy(BigInteger of) {
        int order = of.compareTo(value);
        return switch (comparison) {
            case IS -> order == 0;
            case IS_NOT -> order != 0;
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
            case HAS_BIT_OF -> of.and(value).signum() != 0;
        };
    }

    /** The values near its own that the field can have, those first that meet it. */
    public List<BigInteger> candidates() {
        return Stream.of(
                        value.signum() == 0 ? BigInteger.ONE : value.and(value.negate()),
                        value,
                        value.add(BigInteger.ONE),
                        value.subtract(BigInteger.ONE),
                        BigInteger.ZERO)
                .filter(one -> one.signum() >= 0 && one.bitLength() <= bits())
                .sorted(Comparator.comparing(one -> !isMetBy(one)))
                .toList();
    }

    /** The bits of a number that is not negative. */
    private int bits() {
        int width = field.width() > 0 ? field.width() : field.bytes() * Byte.SIZE;
        return field.type().startsWith("s") ? width - 1 : width;
    }
}
