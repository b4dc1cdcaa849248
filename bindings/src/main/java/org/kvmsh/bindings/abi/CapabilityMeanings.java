package org.kvmsh.bindings.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The meanings of capabilities' values, where they are more than supported or not. */
public final class CapabilityMeanings {
    private static final AbiTable TABLE = AbiTable.resource("capabilities");

    private CapabilityMeanings() {}

    /**
     * The meaning of a capability's value in words, with the source; empty if the table does not describe it, or the
     * value is 0.
     *
     * @param value as KVM_CHECK_EXTENSION returns it
     */
    public static String of(String capability, int value) {
        if (value == 0) {
            return "";
        }
        String[] exact = TABLE.line("value", capability + ":" + value);
        String[] any = exact == null ? TABLE.line("any", capability) : exact;
        return any == null ? "" : any[2] + " (" + any[3] + ")";
    }

    /**
     * The bits of a capability that is a mask, by the headers' names, the lowest first; one without a name is a number.
     * Empty for others.
     *
     * @param value as KVM_CHECK_EXTENSION returns it
     */
    public static List<String> bits(Abi abi, String capability, int value) {
        String[] flags = TABLE.line("flags", capability);
        String[] numbers = flags == null ? TABLE.line("numbers", capability) : null;
        if (flags == null && numbers == null) {
            List<String> bits = IntStream.range(0, Integer.SIZE)
                    .filter(bit -> (value & 1L << bit) != 0)
                    .mapToObj(bit -> bit(capability, bit))
                    .toList();
            return bits.stream().allMatch(bit -> bit.startsWith("0x")) ? List.of() : bits;
        }
        String pattern = flags == null ? numbers[2] : flags[2] + "*";
        String prefix = pattern.substring(0, pattern.indexOf('*'));
        String suffix = pattern.substring(prefix.length() + 1);
        List<String> bits = new ArrayList<>();
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            long mask = 1L << bit;
            long named = flags == null ? bit : mask;
            if ((value & mask) != 0) {
                bits.add(abi.constants(prefix).entrySet().stream()
                        .filter(constant -> constant.getValue() == named
                                && constant.getKey().endsWith(suffix))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .findFirst()
                        .orElse("0x" + Long.toHexString(mask)));
            }
        }
        return bits;
    }

    /** A bit that has its own row; its value if it has none. */
    private static String bit(String capability, int bit) {
        String[] row = TABLE.line("bit", capability + ":" + bit);
        return row == null ? "0x" + Long.toHexString(1L << bit) : row[2];
    }
}
