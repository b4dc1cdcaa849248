package org.kvmsh.bindings.model.ppc64;

/**
 * Branches and what computes their conditions. The number after each is the section of Power ISA 2.06, book I: 2.4
 * branch, 2.5 condition register.
 */
final class Ppc64Branch {
    private static final int BYTES = 4;
    private static final int ABSOLUTE = 2;
    /**
     * BO: the condition is not asked, it must be true; CTR is not counted down, it must have become zero ("BO field
     * encodings").
     */
    private static final int ANY_CONDITION = 0x10;

    private static final int IF_TRUE = 0x8;
    private static final int UNCOUNTED = 0x4;
    private static final int IF_ZERO = 0x2;
    /** LI has 24 bits and two zeros behind them. */
    private static final int UNUSED = 6;

    private final Ppc64Registers registers;
    private final Ppc64Processor processor;

    Ppc64Branch(Ppc64Registers registers, Ppc64Processor processor) {
        this.registers = registers;
        this.processor = processor;
    }

    /** @return false if the word is another group's instruction */
    boolean execute(int word) {
        switch (Ppc64Word.opcode(word)) {
            case 16 -> { // bc, bdnz, beq 2.4
                boolean taken = isTaken(word);
                branch(word, taken, target(word, Ppc64Word.signedWords(word)));
            }
            case 18 -> branch(word, true, target(word, word << UNUSED >> UNUSED & -BYTES)); // b, bl 2.4
            case 19 -> {
                return extended(word);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean extended(int word) {
        boolean a = registers.crBit(Ppc64Word.ra(word));
        boolean b = registers.crBit(Ppc64Word.rb(word));
        switch (Ppc64Word.extended(word)) {
            case 0 ->
                registers.setField(Ppc64Word.crField(word), registers.field(Ppc64Word.ra(word) >> 2)); // mcrf 2.5.2
            case 16 -> { // bclr, blr 2.4
                long target = registers.lr & -BYTES;
                branch(word, isTaken(word), target);
            }
            case 33 -> registers.setCrBit(Ppc64Word.rt(word), !(a | b)); // crnor 2.5.1
            case 129 -> registers.setCrBit(Ppc64Word.rt(word), a & !b); // crandc 2.5.1
            case 193 -> registers.setCrBit(Ppc64Word.rt(word), a ^ b); // crxor, crclr 2.5.1
            case 225 -> registers.setCrBit(Ppc64Word.rt(word), !(a & b)); // crnand 2.5.1
            case 257 -> registers.setCrBit(Ppc64Word.rt(word), a & b); // crand 2.5.1
            case 289 -> registers.setCrBit(Ppc64Word.rt(word), a == b); // creqv, crset 2.5.1
            case 417 -> registers.setCrBit(Ppc64Word.rt(word), a | !b); // crorc 2.5.1
            case 449 -> registers.setCrBit(Ppc64Word.rt(word), a | b); // cror 2.5.1
            case 528 -> { // bcctr, bctr 2.4
                if ((Ppc64Word.rt(word) & UNCOUNTED) == 0) {
                    return false;
                }
                branch(word, isTaken(word), registers.ctr & -BYTES);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private long target(int word, long distance) {
        return (word & ABSOLUTE) != 0 ? distance : registers.pc + distance;
    }

    private boolean isTaken(int word) {
        int how = Ppc64Word.rt(word);
        boolean counted = true;
        if ((how & UNCOUNTED) == 0) {
            registers.ctr--;
            counted = registers.ctr == 0 == ((how & IF_ZERO) != 0);
        }
        return counted && ((how & ANY_CONDITION) != 0 || registers.crBit(Ppc64Word.ra(word)) == ((how & IF_TRUE) != 0));
    }

    /** LK: the next instruction's address is put into LR whether the branch is taken or not. */
    private void branch(int word, boolean taken, long target) {
        if (Ppc64Word.records(word)) {
            registers.lr = registers.pc + BYTES;
        }
        if (taken) {
            processor.goOnAt(target);
        }
    }
}
