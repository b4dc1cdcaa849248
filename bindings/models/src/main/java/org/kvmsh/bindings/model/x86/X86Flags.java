package org.kvmsh.bindings.model.x86;

/** RFLAGS after arithmetic. Source: Intel SDM volume 1, "EFLAGS Register". */
final class X86Flags {
    static final long ALWAYS_ONE = 1 << 1;
    static final long CARRY = 1;
    static final long PARITY = 1 << 2;
    static final long ADJUST = 1 << 4;
    static final long ZERO = 1 << 6;
    static final long SIGN = 1 << 7;
    static final long TRAP = 1 << 8;
    static final long INTERRUPT = 1 << 9;
    static final long DIRECTION = 1 << 10;
    static final long OVERFLOW = 1 << 11;
    static final int IOPL_SHIFT = 12;
    static final long IOPL = 3 << IOPL_SHIFT;
    static final long NESTED = 1 << 14;
    static final long RESUME = 1 << 16;
    static final long VIRTUAL_8086 = 1 << 17;
    static final long ALIGNMENT = 1 << 18;
    static final long IDENTIFICATION = 1 << 21;
    static final long ARITHMETIC = CARRY | PARITY | ADJUST | ZERO | SIGN | OVERFLOW;

    private X86Flags() {}

    /** The flags that only the result decides: PF, ZF, SF. */
    static long ofResult(long result, int bytes) {
        long kept = result & mask(bytes);
        return (kept == 0 ? ZERO : 0)
                | (isNegative(kept, bytes) ? SIGN : 0)
                | ((Long.bitCount(kept & 0xff) & 1) == 0 ? PARITY : 0);
    }

    /**
     * The flags of sum = left + right + carry: a bit carries out if both have it, or if one has it and the sum does
     * not.
     */
    static long ofSum(long left, long right, long sum, int bytes) {
        return ofResult(sum, bytes)
                | (isNegative(left & right | (left | right) & ~sum, bytes) ? CARRY : 0)
                | (isNegative((left ^ sum) & (right ^ sum), bytes) ? OVERFLOW : 0)
                | (left ^ right ^ sum) & ADJUST;
    }

    /** The flags of difference = left - right - borrow. */
    static long ofDifference(long left, long right, long difference, int bytes) {
        return ofResult(difference, bytes)
                | (isNegative(~left & right | (~left | right) & difference, bytes) ? CARRY : 0)
                | (isNegative((left ^ right) & (left ^ difference), bytes) ? OVERFLOW : 0)
                | (left ^ right ^ difference) & ADJUST;
    }

    static long mask(int bytes) {
        return bytes == Long.BYTES ? -1 : (1L << bytes * Byte.SIZE) - 1;
    }

    static boolean isNegative(long value, int bytes) {
        return (value >>> bytes * Byte.SIZE - 1 & 1) != 0;
    }

    static long signExtended(long value, int bytes) {
        int unused = Long.SIZE - bytes * Byte.SIZE;
        return value << unused >> unused;
    }

    /** SDM volume 1, appendix B, "EFLAGS Condition Codes": what the low four bits of Jcc, SETcc and CMOVcc ask. */
    static boolean holds(int condition, long rflags) {
        boolean asked = switch (condition >> 1 & 7) {
            case 0 -> (rflags & OVERFLOW) != 0;
            case 1 -> (rflags & CARRY) != 0;
            case 2 -> (rflags & ZERO) != 0;
            case 3 -> (rflags & (CARRY | ZERO)) != 0;
            case 4 -> (rflags & SIGN) != 0;
            case 5 -> (rflags & PARITY) != 0;
            case 6 -> (rflags & SIGN) != 0 != ((rflags & OVERFLOW) != 0);
            default -> (rflags & ZERO) != 0 || (rflags & SIGN) != 0 != ((rflags & OVERFLOW) != 0);
        };
        return asked == ((condition & 1) == 0);
    }
}
