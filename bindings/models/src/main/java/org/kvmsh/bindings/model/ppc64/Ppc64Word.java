package org.kvmsh.bindings.model.ppc64;

/** The fields of an instruction word. Source: Power ISA 2.06, book I, "Instruction Fields"; bit 0 is the highest. */
final class Ppc64Word {
    private static final int FIVE_BITS = 0x1f;

    private Ppc64Word() {}

    /** The primary opcode, bits 0 to 5. */
    static int opcode(int word) {
        return word >>> 26;
    }

    /** RT, RS, BO, BT: bits 6 to 10. */
    static int rt(int word) {
        return word >> 21 & FIVE_BITS;
    }

    /** RA, BI, BA: bits 11 to 15. */
    static int ra(int word) {
        return word >> 16 & FIVE_BITS;
    }

    /** RB, SH, BB: bits 16 to 20. */
    static int rb(int word) {
        return word >> 11 & FIVE_BITS;
    }

    /** MB of rlwinm, bits 21 to 25. */
    static int mb(int word) {
        return word >> 6 & FIVE_BITS;
    }

    /** ME of rlwinm, bits 26 to 30. */
    static int me(int word) {
        return word >> 1 & FIVE_BITS;
    }

    /** SH of the 64-bit rotates, whose highest bit is bit 30. */
    static int longShift(int word) {
        return rb(word) | (word >> 1 & 1) << 5;
    }

    /** MB or ME of the 64-bit rotates, whose highest bit is bit 26. */
    static int longMask(int word) {
        return mb(word) | (word >> 5 & 1) << 5;
    }

    /** SI and D, bits 16 to 31. */
    static long signed(int word) {
        return (short) word;
    }

    /** UI, bits 16 to 31. */
    static long unsigned(int word) {
        return word & 0xffffL;
    }

    /** DS and BD: bits 16 to 29, with two zeros behind them. */
    static long signedWords(int word) {
        return (short) (word & 0xfffc);
    }

    /** XO of the forms X, XL, XO and XFX: bits 21 to 30. */
    static int extended(int word) {
        return word >> 1 & 0x3ff;
    }

    /** BF, the field of CR that a comparison sets: bits 6 to 8. */
    static int crField(int word) {
        return word >> 23 & 7;
    }

    /** L of a comparison: whether 64 bits are compared. */
    static boolean isLong(int word) {
        return (word >> 21 & 1) != 0;
    }

    /** Rc, bit 31: CR0 is set from the result. */
    static boolean records(int word) {
        return (word & 1) != 0;
    }

    /** The number of a special purpose register, whose halves are swapped. */
    static int spr(int word) {
        return ra(word) | rb(word) << 5;
    }

    /** Ones from one bit to another, counted from the highest; around the ends where the first is the later one. */
    static long mask(int first, int last) {
        long from = -1L >>> first;
        long to = -1L << Long.SIZE - 1 - last;
        return first <= last ? from & to : from | to;
    }
}
