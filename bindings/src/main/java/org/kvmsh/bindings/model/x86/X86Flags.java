package org.kvmsh.bindings.model.x86;

/** RFLAGS after arithmetic. Source: Intel SDM volume 1, "EFLAGS Register". */
final class X86Flags {
    static final long ALWAYS_ONE = 1 << 1;
    static final long CARRY = 1;
    static final long PARITY = 1 << 2;
    static final long ADJUST = 1 << 4;
    static final long ZERO = 1 << 6;
    static final long SIGN = 1 << 7;
    static final long INTERRUPT = 1 << 9;
    static final long OVERFLOW = 1 << 11;
    static final long ARITHMETIC = CARRY | PARITY | ADJUST | ZERO | SIGN | OVERFLOW;

    private X86Flags() { }

    /** The flags that only the result decides: PF, ZF, SF. */
    static long ofResult(long result, int bytes) {
        long kept = result & mask(bytes);
        return (kept == 0 ? ZERO : 0) | ((kept & sign(bytes)) != 0 ? SIGN : 0)
                | ((Long.bitCount(kept & 0xff) & 1) == 0 ? PARITY : 0);
    }

    /** The flags of left + right. */
    static long ofSum(long left, long right, int bytes) {
        long sum = (left & mask(bytes)) + (right & mask(bytes));
        boolean overflow = ((left ^ sum) & (right ^ sum) & sign(bytes)) != 0;
        return ofResult(sum, bytes) | (sum > mask(bytes) ? CARRY : 0) | (overflow ? OVERFLOW : 0) | (left ^ right ^ sum) & ADJUST;
    }

    static long mask(int bytes) {
        return (1L << bytes * Byte.SIZE) - 1;
    }

    private static long sign(int bytes) {
        return 1L << bytes * Byte.SIZE - 1;
    }
}
