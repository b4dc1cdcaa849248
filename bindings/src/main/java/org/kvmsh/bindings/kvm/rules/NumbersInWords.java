package org.kvmsh.bindings.kvm.rules;

/** Numbers in the texts of rules. */
final class NumbersInWords {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private NumbersInWords() {}

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    static String range(long start, long size) {
        return hex(start) + " to " + hex(start + size - 1);
    }

    static String size(long bytes) {
        int unit = 0;
        long left = bytes;
        while (unit < UNITS.length - 1 && left != 0 && left % 1024 == 0) {
            left /= 1024;
            unit++;
        }
        return Long.toUnsignedString(left) + " " + UNITS[unit];
    }
}
