package org.kvmsh.bindings.model.ppc64;

/**
 * System calls, special purpose registers and barriers. The comment after each names the section of Power ISA 2.06: I
 * is book I (user), II book II (virtual environment), III book III-S (operating environment).
 */
final class Ppc64System {
    /** sc: bit 30 is one, LEV in bits 20 to 26. */
    private static final int SC = 0x4400_0002;

    private static final int SC_HYPERVISOR = 0x4400_0022;
    /**
     * MSR bits that rfid and mtmsrd take from the register: a guest cannot have hypervisor state, and mtmsrd leaves LE
     * and ME.
     */
    private static final long RETURNED = ~(1L << 60 | Ppc64Registers.MSR_ME);

    private static final long MOVED = RETURNED & ~Ppc64Registers.MSR_LE;
    private static final long LOW_WORD = 0xffff_ffffL;
    private static final int INSTRUCTION = 4;
    private static final int ONE_FIELD = 1 << 20;
    private static final int L = 1 << 16;
    private static final int SPRG0 = 272;

    private final Ppc64Registers registers;
    private final Ppc64Processor processor;

    Ppc64System(Ppc64Registers registers, Ppc64Processor processor) {
        this.registers = registers;
        this.processor = processor;
    }

    /** @return false if the word is another group's instruction */
    boolean execute(int word) {
        switch (Ppc64Word.opcode(word)) {
            case 17 -> { // sc I 2.6, III 3.3.1
                if (word == SC) {
                    processor.interrupt(Ppc64Processor.SYSTEM_CALL, registers.pc + INSTRUCTION, 0);
                } else if (word == SC_HYPERVISOR) {
                    processor.hypercall();
                } else {
                    return false;
                }
            }
            case 19 -> {
                return extended19(word);
            }
            case 31 -> {
                return extended(word);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean extended19(int word) {
        switch (Ppc64Word.extended(word)) {
            case 18 -> { // rfid III 3.3.1
                processor.setMsr(registers.srr1 & RETURNED | registers.msr & ~RETURNED);
                processor.goOnAt(registers.srr0 & -INSTRUCTION);
            }
            case 150 -> {} // isync II 4.4.1
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean extended(int word) {
        long s = registers.gpr[Ppc64Word.rt(word)];
        switch (Ppc64Word.extended(word)) {
            case 19 -> { // mfcr I 3.3.15
                if ((word & ONE_FIELD) != 0) {
                    return false;
                }
                registers.gpr[Ppc64Word.rt(word)] = registers.cr & LOW_WORD;
            }
            case 83 -> registers.gpr[Ppc64Word.rt(word)] = registers.msr; // mfmsr III 4.4.4
            case 144 -> { // mtcrf, mtcr I 3.3.15
                if ((word & ONE_FIELD) != 0) {
                    return false;
                }
                for (int field = 0; field < Byte.SIZE; field++) {
                    if ((word >>> 19 - field & 1) != 0) {
                        registers.setField(field, (int) s >>> 28 - 4 * field & 0xf);
                    }
                }
            }
            case 178 -> { // mtmsrd III 4.4.4
                if ((word & L) != 0) {
                    return false;
                }
                processor.setMsr(s & MOVED | registers.msr & ~MOVED);
            }
            case 339 -> { // mfspr I 3.3.15, III 4.4.4
                return move(word);
            }
            case 467 -> { // mtspr I 3.3.15, III 4.4.4
                return set(Ppc64Word.spr(word), s);
            }
            case 54, 86, 982 -> {} // dcbst, dcbf, icbi II 4.3.1, 4.3.2
            case 598 -> {} // sync, lwsync, ptesync II 4.4.3
            case 854 -> {} // eieio II 4.4.3
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean move(int word) {
        long value;
        switch (Ppc64Word.spr(word)) {
            case 1 -> value = registers.xer;
            case 8 -> value = registers.lr;
            case 9 -> value = registers.ctr;
            case 18 -> value = registers.dsisr;
            case 19 -> value = registers.dar;
            case 26 -> value = registers.srr0;
            case 27 -> value = registers.srr1;
            case 272, 273, 274, 275 -> value = registers.sprg[Ppc64Word.spr(word) - SPRG0];
            case 287 -> value = registers.pvr;
            default -> {
                return false;
            }
        }
        registers.gpr[Ppc64Word.rt(word)] = value;
        return true;
    }

    private boolean set(int spr, long value) {
        switch (spr) {
            case 1 -> registers.xer = value & LOW_WORD;
            case 8 -> registers.lr = value;
            case 9 -> registers.ctr = value;
            case 18 -> registers.dsisr = value & LOW_WORD;
            case 19 -> registers.dar = value;
            case 26 -> registers.srr0 = value;
            case 27 -> registers.srr1 = value;
            case 272, 273, 274, 275 -> registers.sprg[spr - SPRG0] = value;
            default -> {
                return false;
            }
        }
        return true;
    }
}
