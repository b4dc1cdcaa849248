package org.kvmsh.bindings.abi;

import java.util.function.ToLongFunction;

/**
 * A number of the kernel's in words: by the headers' names where it has any, otherwise an address or a mask in hex and
 * a count in decimal.
 */
public final class NumberText {
    /** A smaller number without other information is a count or an id. */
    private static final long SMALL = 4096;

    private static final int HEX = 16;

    private NumberText() {}

    /**
     * A field's value: {@code 0x10000}, {@code 2 (KVM_PPC_PV_SPAPR)}, {@code KVM_MEM_LOG_DIRTY_PAGES}.
     *
     * @param field of an array one element
     * @param index of the element
     * @param value the element's bits
     * @param filled returns the values of the struct's fields
     */
    public static String of(Abi abi, Struct struct, Field field, int index, long value, ToLongFunction<String> filled) {
        return of(meaning(abi, struct, field, index, filled), of(field, value), field, index, value);
    }

    /**
     * A field's value in hex where it has no name: {@code 0x10}, {@code 0x3 (KVM_EXIT_HYPERV_SYNDBG)}.
     *
     * @param field of an array one element
     * @param index of the element
     * @param value the element's bits
     * @param filled returns the values of the struct's fields
     */
    public static String inHex(
            Abi abi, Struct struct, Field field, int index, long value, ToLongFunction<String> filled) {
        return of(meaning(abi, struct, field, index, filled), hex(value), field, index, value);
    }

    private static Meaning meaning(Abi abi, Struct struct, Field field, int index, ToLongFunction<String> filled) {
        return abi.meaning(struct, field.count() == 1 ? field.name() : field.name() + "[" + index + "]", filled);
    }

    private static String of(Meaning meaning, String number, Field field, int index, long value) {
        String named = meaning == null ? null : meaning.of(value, index * field.bytes() * Byte.SIZE);
        if (named != null) {
            return meaning.isBits() ? named : number + " (" + named + ")";
        }
        return meaning != null && meaning.isBits() && value != 0 ? hex(value) : number;
    }

    /**
     * The plain argument of an ioctl; empty for 0, which most ioctls without an argument get.
     *
     * @param value 64 bits
     */
    public static String ofArgument(Abi abi, String ioctl, long value) {
        Meaning meaning = abi.argumentMeaning(ioctl);
        String named = meaning == null ? null : meaning.of(value);
        return named != null ? named : value == 0 ? "" : of(value);
    }

    private static String of(Field field, long value) {
        int unused = Long.SIZE - Math.min(field.bytes(), Long.BYTES) * Byte.SIZE;
        if (field.type().startsWith("s") && value << unused < 0) {
            long signed = value << unused >> unused;
            return signed > -SMALL ? Long.toString(signed) : hex(value);
        }
        return field.bytes() >= Long.BYTES ? hex(value) : of(value);
    }

    /**
     * A number without other information: in decimal if it is small, otherwise in hex.
     *
     * @param value 64 bits
     */
    public static String of(long value) {
        return value >= 0 && value < SMALL ? Long.toString(value) : hex(value);
    }

    /**
     * A number that {@link #of(long)} wrote.
     *
     * @param number in decimal, or in hex after 0x
     */
    public static long read(String number) {
        return number.startsWith("0x") ? Long.parseUnsignedLong(number.substring(2), HEX) : Long.parseLong(number);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
