package org.kvmsh.bindings.model.ppc64;

/**
 * The instructions that rotate and shift. The number after each is the section of Power ISA 2.06, book I: 3.3.13.1
 * rotate, 3.3.13.2 shift.
 */
final class Ppc64Rotate {
    private static final int WORD = 32;
    private static final long LOW_WORD = 0xffff_ffffL;
    /** A shift by this or more clears the value: the count has one bit more than the value needs. */
    private static final int WORD_COUNTS = 0x3f;

    private static final int LONG_COUNTS = 0x7f;

    private final Ppc64Registers registers;

    Ppc64Rotate(Ppc64Registers registers) {
        this.registers = registers;
    }

    /** @return false if the word is another group's instruction */
    boolean execute(int word) {
        return switch (Ppc64Word.opcode(word)) {
            case 20 -> insert(word, rotatedWord(word, Ppc64Word.rb(word)), wordMask(word)); // rlwimi 3.3.13.1
            case 21 ->
                result(
                        word,
                        rotatedWord(word, Ppc64Word.rb(word)) & wordMask(word)); // rlwinm, slwi, srwi, clrlwi 3.3.13.1
            case 23 -> result(word, rotatedWord(word, (int) b(word) & WORD - 1) & wordMask(word)); // rlwnm 3.3.13.1
            case 30 -> longRotate(word);
            case 31 -> shift(word);
            default -> false;
        };
    }

    private boolean longRotate(int word) {
        int shift = Ppc64Word.longShift(word);
        int mask = Ppc64Word.longMask(word);
        long rotated = Long.rotateLeft(s(word), shift);
        return switch (word >> 2 & 7) {
            case 0 -> result(word, rotated & Ppc64Word.mask(mask, Long.SIZE - 1)); // rldicl, srdi, clrldi 3.3.13.1
            case 1 -> result(word, rotated & Ppc64Word.mask(0, mask)); // rldicr, sldi 3.3.13.1
            case 2 -> result(word, rotated & Ppc64Word.mask(mask, Long.SIZE - 1 - shift)); // rldic 3.3.13.1
            case 3 -> insert(word, rotated, Ppc64Word.mask(mask, Long.SIZE - 1 - shift)); // rldimi 3.3.13.1
            default -> false;
        };
    }

    private boolean shift(int word) {
        int wordCount = (int) b(word) & WORD_COUNTS;
        int longCount = (int) b(word) & LONG_COUNTS;
        long low = s(word) & LOW_WORD;
        return switch (Ppc64Word.extended(word)) {
            case 24 -> result(word, wordCount < WORD ? low << wordCount & LOW_WORD : 0); // slw 3.3.13.2
            case 27 -> result(word, longCount < Long.SIZE ? s(word) << longCount : 0); // sld 3.3.13.2
            case 536 -> result(word, wordCount < WORD ? low >>> wordCount : 0); // srw 3.3.13.2
            case 539 -> result(word, longCount < Long.SIZE ? s(word) >>> longCount : 0); // srd 3.3.13.2
            case 792 -> arithmetic(word, (int) s(word), wordCount); // sraw 3.3.13.2
            case 794 -> arithmetic(word, s(word), longCount); // srad 3.3.13.2
            case 824 -> arithmetic(word, (int) s(word), Ppc64Word.rb(word)); // srawi 3.3.13.2
            case 826, 827 -> arithmetic(word, s(word), Ppc64Word.longShift(word)); // sradi 3.3.13.2
            default -> false;
        };
    }

    /** XER keeps whether ones were shifted out of a negative value. */
    private boolean arithmetic(int word, long value, int count) {
        int taken = Math.min(count, Long.SIZE - 1);
        long lost = count >= Long.SIZE ? -1 : (1L << count) - 1;
        registers.setCarry(value < 0 && (value & lost) != 0);
        return result(word, value >> taken);
    }

    private long s(int word) {
        return registers.gpr[Ppc64Word.rt(word)];
    }

    private long b(int word) {
        return registers.gpr[Ppc64Word.rb(word)];
    }

    /** ROTL32: the low word is in both halves of what is rotated. */
    private long rotatedWord(int word, int shift) {
        long rotated = Integer.rotateLeft((int) s(word), shift) & LOW_WORD;
        return rotated << WORD | rotated;
    }

    private static long wordMask(int word) {
        return Ppc64Word.mask(Ppc64Word.mb(word) + WORD, Ppc64Word.me(word) + WORD);
    }

    private boolean insert(int word, long value, long mask) {
        return result(word, value & mask | registers.gpr[Ppc64Word.ra(word)] & ~mask);
    }

    private boolean result(int word, long value) {
        registers.gpr[Ppc64Word.ra(word)] = value;
        if (Ppc64Word.records(word)) {
            registers.compared(0, Long.signum(value));
        }
        return true;
    }
}
