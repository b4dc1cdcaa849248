package org.kvmsh.bindings.model.ppc64;

/**
 * The fixed-point instructions that compute. The number after each is the section of Power ISA 2.06, book I: 3.3.8
 * arithmetic, 3.3.9 compare, 3.3.12 logical.
 */
final class Ppc64FixedPoint {
    private static final int HALF = 16;
    private static final int WORD = 32;
    private static final long LOW_WORD = 0xffff_ffffL;

    private final Ppc64Registers registers;

    Ppc64FixedPoint(Ppc64Registers registers) {
        this.registers = registers;
    }

    /** @return false if the word is another group's instruction */
    boolean execute(int word) {
        switch (Ppc64Word.opcode(word)) {
            case 7 -> result(word, a(word) * Ppc64Word.signed(word)); // mulli 3.3.8
            case 8 -> carrying(word, ~a(word), Ppc64Word.signed(word), 1); // subfic 3.3.8
            case 10 -> compareUnsigned(word, Ppc64Word.unsigned(word)); // cmpli 3.3.9
            case 11 -> compareSigned(word, Ppc64Word.signed(word)); // cmpi 3.3.9
            case 12 -> carrying(word, a(word), Ppc64Word.signed(word), 0); // addic 3.3.8
            case 13 -> recorded(carrying(word, a(word), Ppc64Word.signed(word), 0)); // addic. 3.3.8
            case 14 -> result(word, orZero(word) + Ppc64Word.signed(word)); // addi, li 3.3.8
            case 15 -> result(word, orZero(word) + (Ppc64Word.signed(word) << HALF)); // addis, lis 3.3.8
            case 24 -> logical(word, s(word) | Ppc64Word.unsigned(word)); // ori, nop 3.3.12
            case 25 -> logical(word, s(word) | Ppc64Word.unsigned(word) << HALF); // oris 3.3.12
            case 26 -> logical(word, s(word) ^ Ppc64Word.unsigned(word)); // xori 3.3.12
            case 27 -> logical(word, s(word) ^ Ppc64Word.unsigned(word) << HALF); // xoris 3.3.12
            case 28 -> recorded(logical(word, s(word) & Ppc64Word.unsigned(word))); // andi. 3.3.12
            case 29 -> recorded(logical(word, s(word) & Ppc64Word.unsigned(word) << HALF)); // andis. 3.3.12
            case 31 -> {
                return extended(word);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean extended(int word) {
        long value;
        switch (Ppc64Word.extended(word)) {
            case 0 -> { // cmp 3.3.9
                return !Ppc64Word.records(word) && compareSigned(word, b(word));
            }
            case 32 -> { // cmpl 3.3.9
                return !Ppc64Word.records(word) && compareUnsigned(word, b(word));
            }
            case 9 -> value = result(word, highUnsigned(a(word), b(word))); // mulhdu 3.3.8
            case 11 -> value = result(word, (a(word) & LOW_WORD) * (b(word) & LOW_WORD) >>> WORD); // mulhwu 3.3.8
            case 73 -> value = result(word, Math.multiplyHigh(a(word), b(word))); // mulhd 3.3.8
            case 75 -> value = result(word, (long) (int) a(word) * (int) b(word) >>> WORD); // mulhw 3.3.8
            case 26 -> value = logical(word, Integer.numberOfLeadingZeros((int) s(word))); // cntlzw 3.3.12
            case 28 -> value = logical(word, s(word) & b(word)); // and 3.3.12
            case 40 -> value = result(word, b(word) - a(word)); // subf, sub 3.3.8
            case 58 -> value = logical(word, Long.numberOfLeadingZeros(s(word))); // cntlzd 3.3.12
            case 60 -> value = logical(word, s(word) & ~b(word)); // andc 3.3.12
            case 104 -> value = result(word, -a(word)); // neg 3.3.8
            case 124 -> value = logical(word, ~(s(word) | b(word))); // nor, not 3.3.12
            case 233 -> value = result(word, a(word) * b(word)); // mulld 3.3.8
            case 457, 459, 489, 491 -> { // divdu, divwu, divd, divw 3.3.8
                if (b(word) == 0) {
                    return false;
                }
                value = result(word, quotient(word));
            }
            case 235 -> value = result(word, (long) (int) a(word) * (int) b(word)); // mullw 3.3.8
            case 266 -> value = result(word, a(word) + b(word)); // add 3.3.8
            case 284 -> value = logical(word, ~(s(word) ^ b(word))); // eqv 3.3.12
            case 316 -> value = logical(word, s(word) ^ b(word)); // xor 3.3.12
            case 412 -> value = logical(word, s(word) | ~b(word)); // orc 3.3.12
            case 444 -> value = logical(word, s(word) | b(word)); // or, mr 3.3.12
            case 476 -> value = logical(word, ~(s(word) & b(word))); // nand 3.3.12
            case 922 -> value = logical(word, (short) s(word)); // extsh 3.3.12
            case 954 -> value = logical(word, (byte) s(word)); // extsb 3.3.12
            case 986 -> value = logical(word, (int) s(word)); // extsw 3.3.12
            default -> {
                return false;
            }
        }
        if (Ppc64Word.records(word)) {
            recorded(value);
        }
        return true;
    }

    private static long highUnsigned(long left, long right) {
        return Math.multiplyHigh(left, right) + (left >> Long.SIZE - 1 & right) + (right >> Long.SIZE - 1 & left);
    }

    /** The model has no result where the ISA leaves it undefined: of a division by zero. */
    private long quotient(int word) {
        return switch (Ppc64Word.extended(word)) {
            case 457 -> Long.divideUnsigned(a(word), b(word));
            case 459 -> Integer.toUnsignedLong(Integer.divideUnsigned((int) a(word), (int) b(word)));
            case 489 -> a(word) / b(word);
            default -> (int) a(word) / (int) b(word) & LOW_WORD;
        };
    }

    private long a(int word) {
        return registers.gpr[Ppc64Word.ra(word)];
    }

    private long orZero(int word) {
        return registers.orZero(Ppc64Word.ra(word));
    }

    private long b(int word) {
        return registers.gpr[Ppc64Word.rb(word)];
    }

    private long s(int word) {
        return registers.gpr[Ppc64Word.rt(word)];
    }

    /** Arithmetic writes RT. */
    private long result(int word, long value) {
        registers.gpr[Ppc64Word.rt(word)] = value;
        return value;
    }

    /** Logic writes RA. */
    private long logical(int word, long value) {
        registers.gpr[Ppc64Word.ra(word)] = value;
        return value;
    }

    private void recorded(long value) {
        registers.compared(0, Long.signum(value));
    }

    /** A sum whose carry out of bit 0 XER keeps. */
    private long carrying(int word, long left, long right, long carry) {
        long sum = left + right + carry;
        boolean carried = carry == 0 ? Long.compareUnsigned(sum, left) < 0 : Long.compareUnsigned(sum, left) <= 0;
        registers.setCarry(carried);
        return result(word, sum);
    }

    private boolean compareSigned(int word, long right) {
        long left = a(word);
        registers.compared(
                Ppc64Word.crField(word),
                Ppc64Word.isLong(word) ? Long.compare(left, right) : Integer.compare((int) left, (int) right));
        return true;
    }

    private boolean compareUnsigned(int word, long right) {
        long left = a(word);
        registers.compared(
                Ppc64Word.crField(word),
                Ppc64Word.isLong(word)
                        ? Long.compareUnsigned(left, right)
                        : Integer.compareUnsigned((int) left, (int) right));
        return true;
    }
}
