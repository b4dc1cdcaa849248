package org.kvmsh.bindings.model.arm64;

/**
 * Operands that instructions make from their bits and from registers. Source: Arm ARM DDI 0487, J1.1, the functions
 * that are named.
 */
final class A64Bits {
    private A64Bits() {}

    static long ones(int count) {
        return count == Long.SIZE ? -1 : (1L << count) - 1;
    }

    static long signExtend(long value, int bits) {
        return value << Long.SIZE - bits >> Long.SIZE - bits;
    }

    /** A field of an instruction. */
    static int field(int word, int low, int bits) {
        return word >>> low & (1 << bits) - 1;
    }

    /** A field with a sign. */
    static long signed(int word, int low, int bits) {
        return signExtend(field(word, low, bits), bits);
    }

    static boolean bit(int word, int number) {
        return (word >>> number & 1) != 0;
    }

    /**
     * DecodeBitMasks(): a run of ones, rotated in an element and repeated; 0, which is not such a mask, for invalid
     * bits.
     */
    static long logicalImmediate(int n, int imms, int immr, boolean is64) {
        int length = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(n << 6 | ~imms & 0x3f);
        if (length < 1 || n == 1 && !is64) {
            return 0;
        }
        int size = 1 << length;
        int run = imms & size - 1;
        int rotation = immr & size - 1;
        if (run == size - 1) {
            return 0;
        }
        long element = ones(run + 1);
        long rotated = rotation == 0 ? element : (element >>> rotation | element << size - rotation) & ones(size);
        long mask = 0;
        for (int at = 0; at < Long.SIZE; at += size) {
            mask |= rotated << at;
        }
        return is64 ? mask : mask & ones(Integer.SIZE);
    }

    /** ShiftReg(): LSL, LSR, ASR, ROR. */
    static long shifted(long value, int type, int amount, boolean is64) {
        if (is64) {
            return switch (type) {
                case 0 -> value << amount;
                case 1 -> value >>> amount;
                case 2 -> value >> amount;
                default -> Long.rotateRight(value, amount);
            };
        }
        int word = (int) value;
        return switch (type) {
                    case 0 -> word << amount;
                    case 1 -> word >>> amount;
                    case 2 -> word >> amount;
                    default -> Integer.rotateRight(word, amount);
                }
                & ones(Integer.SIZE);
    }

    /** ExtendReg(): UXTB, UXTH, UXTW, UXTX, and the same with a sign. */
    static long extended(long value, int option, int shift) {
        int bits = Byte.SIZE << (option & 3);
        return ((option & 4) != 0 ? signExtend(value, bits) : value & ones(bits)) << shift;
    }
}
