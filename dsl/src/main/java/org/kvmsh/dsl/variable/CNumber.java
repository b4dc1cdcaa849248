package org.kvmsh.dsl.variable;

import java.math.BigInteger;
import java.nio.ByteOrder;
import org.kvmsh.bindings.code.dwarf.DwarfType;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/**
 * What a number, a character, a pointer or an enum of C is in a script, in both directions.
 *
 * @param type without names and qualifiers
 * @param bits the width
 * @param order of the machine
 */
record CNumber(DwarfType type, int bits, ByteOrder order) {
    /** @param field the width of a bit-field, otherwise 0 */
    static CNumber of(DwarfType type, int field, ByteOrder order) {
        DwarfType plain = type.plain();
        ByteOrder own = plain instanceof DwarfType.Scalar scalar && scalar.order() != null ? scalar.order() : order;
        return new CNumber(plain, field > 0 ? field : Math.toIntExact(plain.size() * Byte.SIZE), own);
    }

    private DwarfType.Kind kind() {
        return type instanceof DwarfType.Scalar scalar ? scalar.kind() : null;
    }

    boolean isSigned() {
        return type instanceof DwarfType.Scalar scalar
                ? scalar.signed()
                : type instanceof DwarfType.Enumeration enumeration && enumeration.signed();
    }

    boolean isWide() {
        return bits == Long.SIZE && kind() != DwarfType.Kind.FLOAT;
    }

    /** The integer that some bits of memory are, with its sign. */
    private long integer(byte[] bytes, long bit) {
        long value = CBits.get(bytes, bit, bits, order);
        int unused = Long.SIZE - bits;
        return isSigned() ? value << unused >> unused : value;
    }

    /** The value: a Boolean, an Integer, a Long or a BigInteger, a Double, or the name of an enum's constant. */
    Object read(byte[] bytes, long bit) {
        long value = integer(bytes, bit);
        if (kind() == DwarfType.Kind.BOOL) {
            return value != 0;
        } else if (kind() == DwarfType.Kind.FLOAT) {
            return bits == Float.SIZE ? (double) Float.intBitsToFloat((int) value) : Double.longBitsToDouble(value);
        } else if (type instanceof DwarfType.Enumeration enumeration && enumeration.constant(value) != null) {
            return enumeration.constant(value);
        }
        if (isWide() && isSigned() && value < 0) {
            // A Long is 64 bits without a sign to scripts.
            return BigInteger.valueOf(value);
        }
        return !(type instanceof DwarfType.Pointer) && !isWide() && value == (int) value
                ? (Object) (int) value
                : (Long) value;
    }

    /** Writes a value of a script's; the path names what is written. */
    void write(byte[] bytes, long bit, Object value, String path) {
        CBits.put(bytes, bit, bits, order, bits(value, path));
    }

    private long bits(Object value, String path) {
        if (kind() == DwarfType.Kind.FLOAT) {
            return floating(value, path);
        } else if (value instanceof Boolean set && (kind() == DwarfType.Kind.BOOL || bits == 1)) {
            return set ? 1 : 0;
        } else if (value instanceof CharSequence name && type instanceof DwarfType.Enumeration enumeration) {
            Long constant = enumeration.constants().get(name.toString());
            if (constant == null) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        type.name() + " has no constant " + name,
                        Nearest.note(name.toString(), enumeration.constants().keySet()),
                        "it has: " + String.join(", ", enumeration.constants().keySet()));
            }
            return fitting(BigInteger.valueOf(constant), path);
        } else if (value instanceof CharSequence letter && kind() == DwarfType.Kind.CHAR && letter.length() == 1) {
            return fitting(BigInteger.valueOf(letter.charAt(0)), path);
        }
        if (!isWhole(value)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is " + type.name() + ", which takes " + taken() + ", not " + ValueInWords.of(value));
        }
        return fitting(new BigInteger(value.toString()), path);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger;
    }

    private String taken() {
        return kind() == DwarfType.Kind.BOOL
                ? "true or false"
                : type instanceof DwarfType.Enumeration
                        ? "an integer or the name of a constant"
                        : type instanceof DwarfType.Pointer ? "an address" : "an integer";
    }

    /** An integer of 64 bits takes any number that has these bits, as registers do. */
    private long fitting(BigInteger value, String path) {
        BigInteger least =
                isSigned() || isWide() ? BigInteger.ONE.shiftLeft(bits - 1).negate() : BigInteger.ZERO;
        BigInteger most = kind() == DwarfType.Kind.BOOL
                ? BigInteger.ONE
                : BigInteger.ONE
                        .shiftLeft(isSigned() && !isWide() ? bits - 1 : bits)
                        .subtract(BigInteger.ONE);
        // Whether char has a sign depends on the architecture; it takes each code on all of them.
        boolean isCode = type.name().equals("char") && value.signum() > 0 && value.bitLength() <= bits;
        if (!isCode && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
            String field =
                    type.size() * Byte.SIZE == bits ? "" : ", a bit-field of " + bits + (bits == 1 ? " bit" : " bits");
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is " + type.name() + field + ": " + value + " does not fit",
                    "use " + least + " to " + most);
        }
        return value.longValue();
    }

    private long floating(Object value, String path) {
        if (!(value instanceof Number number)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is " + type.name() + ", which takes a number, not " + ValueInWords.of(value));
        }
        double given = number.doubleValue();
        if (bits == Double.SIZE) {
            return Double.doubleToRawLongBits(given);
        }
        if (Float.isInfinite((float) given) && !Double.isInfinite(given)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    path + " is float: " + value + " does not fit",
                    "use -" + Float.MAX_VALUE + " to " + Float.MAX_VALUE);
        }
        return Integer.toUnsignedLong(Float.floatToRawIntBits((float) given));
    }

    /** The value as text. */
    String text(byte[] bytes, long bit, VariableMemory memory) {
        long value = integer(bytes, bit);
        if (type instanceof DwarfType.Pointer) {
            return memory.names().place(value);
        } else if (kind() == DwarfType.Kind.CHAR) {
            return value + (value >= ' ' && value <= '~' ? " '" + (char) value + "'" : "");
        } else if (kind() == DwarfType.Kind.FLOAT && bits == Float.SIZE) {
            return Float.toString(Float.intBitsToFloat((int) value));
        } else if (kind() == DwarfType.Kind.UNSIGNED) {
            return value >>> Integer.SIZE == 0 ? Long.toString(value) : Bits64.hex(value);
        }
        return read(bytes, bit).toString();
    }
}
