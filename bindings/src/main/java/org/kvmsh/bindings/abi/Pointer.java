package org.kvmsh.bindings.abi;

import java.util.function.ToLongFunction;

/**
 * A field of a struct that is an address of the caller's memory.
 *
 * @param length how many bytes it leads to, in the words of the table meanings.tsv
 * @param data direction: in, out, in/out, or memory for a guest's memory
 * @param source where that is documented
 */
public record Pointer(String field, String length, String data, String source) {
    private static final String ATTRIBUTE = "attribute";

    /** Whether it points to a device's attribute, whose length is only in the device's documentation. */
    public boolean isAttribute() {
        return length.equals(ATTRIBUTE);
    }

    /** Whether it leads to memory that becomes a guest's. */
    public boolean isGuestMemory() {
        return data.equals("memory");
    }

    /**
     * The length in bytes.
     *
     * @param fields returns the values of the struct's other fields
     * @param constants returns the constants by name, for the size bits of a one-reg id: {@code abi::constant}
     * @return -1 if the struct does not determine it
     */
    public long bytes(ToLongFunction<String> fields, ToLongFunction<String> constants) {
        if (length.equals("-") || isAttribute()) {
            return -1;
        }
        if (length.startsWith("reg(")) {
            long id = fields.applyAsLong(length.substring(4, length.length() - 1));
            return 1L
                    << ((id & constants.applyAsLong("KVM_REG_SIZE_MASK"))
                            >>> constants.applyAsLong("KVM_REG_SIZE_SHIFT"));
        }
        int operator = Math.max(length.indexOf('*'), length.indexOf('/'));
        if (operator < 0) {
            return fields.applyAsLong(length);
        }
        long value = fields.applyAsLong(length.substring(0, operator));
        long by = Long.parseLong(length.substring(operator + 1));
        return length.charAt(operator) == '*' ? value * by : (value + by - 1) / by;
    }
}
