package org.kvmsh.bindings.model.ppc64;

/**
 * The registers of a powerpc processor. Source: Power ISA 2.06, book I, "Branch Facility Registers" and "Fixed-Point
 * Facility Registers"; book III-S for the rest.
 */
final class Ppc64Registers {
    static final int COUNT = 32;
    static final int SPRGS = 8;

    /**
     * Bits of MSR: 64-bit mode, problem state, machine checks, addresses of instructions and of data translated,
     * little-endian (book III-S, "Machine State Register").
     */
    static final long MSR_SF = 1L << 63;

    static final long MSR_EE = 1L << 15;
    static final long MSR_PR = 1L << 14;
    static final long MSR_ME = 1L << 12;
    static final long MSR_IR = 1L << 5;
    static final long MSR_DR = 1L << 4;
    static final long MSR_LE = 1L;

    private static final long XER_CA = 1L << 29;
    private static final long XER_SO = 1L << 31;
    private static final int FIELD_BITS = 4;
    private static final int LESS = 8;
    private static final int GREATER = 4;
    private static final int EQUAL = 2;
    private static final int HIGHEST = 31;

    final long[] gpr = new long[COUNT];
    final long[] sprg = new long[SPRGS];
    long pc;
    long msr;
    long lr;
    long ctr;
    long xer;
    int cr;
    long srr0;
    long srr1;
    long dar;
    long dsisr;
    long pid;
    long pvr;

    /** (RA|0): register 0 means zero in addresses and in addi. */
    long orZero(int register) {
        return register == 0 ? 0 : gpr[register];
    }

    /** Sets a field of CR from a comparison, with the summary overflow beside it. */
    void compared(int field, int difference) {
        int bits = difference < 0 ? LESS : difference > 0 ? GREATER : EQUAL;
        setField(field, bits | ((xer & XER_SO) != 0 ? 1 : 0));
    }

    int field(int field) {
        return cr >>> shift(field) & 0xf;
    }

    void setField(int field, int bits) {
        cr = cr & ~(0xf << shift(field)) | bits << shift(field);
    }

    private static int shift(int field) {
        return HIGHEST + 1 - FIELD_BITS - FIELD_BITS * field;
    }

    boolean crBit(int bit) {
        return (cr >>> HIGHEST - bit & 1) != 0;
    }

    void setCrBit(int bit, boolean value) {
        int mask = 1 << HIGHEST - bit;
        cr = value ? cr | mask : cr & ~mask;
    }

    void setCarry(boolean carry) {
        xer = carry ? xer | XER_CA : xer & ~XER_CA;
    }
}
