package org.kvmsh.bindings.model.arm64;

/**
 * The state that an A64 processor holds for EL1, and the arithmetic that its flags come from. Source: Arm ARM DDI 0487,
 * B1 and D1.
 */
final class A64State {
    /** The number that encodes XZR or SP, depending on the instruction. */
    static final int ZR_OR_SP = 31;
    /** PSTATE as SPSR has it (C5.2, "SPSR_EL1"). */
    static final long N = 1L << 31;

    static final long Z = 1L << 30;
    static final long C = 1L << 29;
    static final long V = 1L << 28;
    static final long NZCV = N | Z | C | V;
    static final long DAIF = 0xfL << 6;
    static final long I = 1L << 7;
    static final long F = 1L << 6;
    static final long SP_SEL = 1;
    static final long MODE = 0x1f;
    static final long EL1T = 4;
    static final long EL1H = 5;

    private static final long WORD = 0xffffffffL;

    final long[] x = new long[ZR_OR_SP];
    final A64SystemRegisters system = new A64SystemRegisters();
    long spEl0;
    long spEl1;
    long pc;
    /** The address after the current instruction. */
    long next;

    long pstate;
    long elr;
    long spsr;
    /** The instruction's request to the caller; null if it is done. */
    A64Event event;

    long register(int number, boolean is64) {
        long value = number == ZR_OR_SP ? 0 : x[number];
        return is64 ? value : value & WORD;
    }

    /** A result of 32 bits clears the other ones. */
    void set(int number, long value, boolean is64) {
        if (number != ZR_OR_SP) {
            x[number] = is64 ? value : value & WORD;
        }
    }

    /** A register or SP by the number that encodes it as a base or an immediate's operand. */
    long registerOrSp(int number, boolean is64) {
        long value = number == ZR_OR_SP ? stackPointer() : x[number];
        return is64 ? value : value & WORD;
    }

    void setOrSp(int number, long value, boolean is64) {
        long result = is64 ? value : value & WORD;
        if (number != ZR_OR_SP) {
            x[number] = result;
        } else if ((pstate & SP_SEL) == 0) {
            spEl0 = result;
        } else {
            spEl1 = result;
        }
    }

    long stackPointer() {
        return (pstate & SP_SEL) == 0 ? spEl0 : spEl1;
    }

    /** J1.1, AddWithCarry(): subtracting is adding the inverted operand with a carry of one. */
    long add(long left, long right, int carry, boolean is64, boolean flags) {
        int top = is64 ? 63 : 31;
        long a = is64 ? left : left & WORD;
        long b = is64 ? right : right & WORD;
        long full = a + b + carry;
        long result = is64 ? full : full & WORD;
        if (flags) {
            boolean carried = ((a & b | (a | b) & ~result) >>> top & 1) != 0;
            boolean overflowed = (((a ^ result) & (b ^ result)) >>> top & 1) != 0;
            setFlags(result, is64, carried, overflowed);
        }
        return result;
    }

    /** The flags of a result without carry and overflow, as logical instructions have them. */
    void setFlags(long result, boolean is64, boolean carry, boolean overflow) {
        long value = is64 ? result : result & WORD;
        pstate = pstate & ~NZCV
                | ((value >>> (is64 ? 63 : 31) & 1) != 0 ? N : 0)
                | (value == 0 ? Z : 0)
                | (carry ? C : 0)
                | (overflow ? V : 0);
    }

    int carry() {
        return (pstate & C) != 0 ? 1 : 0;
    }

    /** C1.2.4, "Condition code": the lowest bit inverts, but for AL, whose two numbers mean the same. */
    boolean holds(int condition) {
        boolean n = (pstate & N) != 0;
        boolean z = (pstate & Z) != 0;
        boolean c = (pstate & C) != 0;
        boolean v = (pstate & V) != 0;
        boolean base = switch (condition >> 1) {
            case 0 -> z;
            case 1 -> c;
            case 2 -> n;
            case 3 -> v;
            case 4 -> c && !z;
            case 5 -> n == v;
            case 6 -> n == v && !z;
            default -> true;
        };
        return base ^ ((condition & 1) != 0 && condition != 15);
    }
}
