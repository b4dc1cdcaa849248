package org.kvmsh.bindings.model.ppc64;

/**
 * Loads and stores. The number after each is the section of Power ISA 2.06, book I: 3.3.2 load, 3.3.3 store, 3.3.4 with
 * byte reversal.
 */
final class Ppc64LoadStore {
    /** lha, lwa: the value's sign is extended. */
    private static final int SIGNED = 1;

    private static final int REVERSED = 2;
    /** The forms with update leave the address in RA. */
    private static final int UPDATE = 4;

    private static final int ARCH_206 = 206;

    private final Ppc64Registers registers;
    private final Ppc64Processor processor;
    private final Ppc64Storage storage;

    Ppc64LoadStore(Ppc64Registers registers, Ppc64Processor processor, Ppc64Storage storage) {
        this.registers = registers;
        this.processor = processor;
        this.storage = storage;
    }

    /** @return false if the word is another group's instruction */
    boolean execute(int word) {
        long at = Ppc64Word.signed(word);
        return switch (Ppc64Word.opcode(word)) {
            case 31 -> extended(word);
            case 32 -> load(word, at, 4, 0); // lwz 3.3.2
            case 33 -> load(word, at, 4, UPDATE); // lwzu 3.3.2
            case 34 -> load(word, at, 1, 0); // lbz 3.3.2
            case 35 -> load(word, at, 1, UPDATE); // lbzu 3.3.2
            case 36 -> store(word, at, 4, 0); // stw 3.3.3
            case 37 -> store(word, at, 4, UPDATE); // stwu 3.3.3
            case 38 -> store(word, at, 1, 0); // stb 3.3.3
            case 39 -> store(word, at, 1, UPDATE); // stbu 3.3.3
            case 40 -> load(word, at, 2, 0); // lhz 3.3.2
            case 41 -> load(word, at, 2, UPDATE); // lhzu 3.3.2
            case 42 -> load(word, at, 2, SIGNED); // lha 3.3.2
            case 44 -> store(word, at, 2, 0); // sth 3.3.3
            case 45 -> store(word, at, 2, UPDATE); // sthu 3.3.3
            case 58 ->
                switch (word & 3) {
                    case 0 -> load(word, Ppc64Word.signedWords(word), 8, 0); // ld 3.3.2.1
                    case 1 -> load(word, Ppc64Word.signedWords(word), 8, UPDATE); // ldu 3.3.2.1
                    case 2 -> load(word, Ppc64Word.signedWords(word), 4, SIGNED); // lwa 3.3.2.1
                    default -> false;
                };
            case 62 ->
                switch (word & 3) {
                    case 0 -> store(word, Ppc64Word.signedWords(word), 8, 0); // std 3.3.3.1
                    case 1 -> store(word, Ppc64Word.signedWords(word), 8, UPDATE); // stdu 3.3.3.1
                    default -> false;
                };
            default -> false;
        };
    }

    private boolean extended(int word) {
        if (Ppc64Word.records(word)) {
            return false;
        }
        long at = registers.gpr[Ppc64Word.rb(word)];
        return switch (Ppc64Word.extended(word)) {
            case 21 -> load(word, at, 8, 0); // ldx 3.3.2.1
            case 23 -> load(word, at, 4, 0); // lwzx 3.3.2
            case 87 -> load(word, at, 1, 0); // lbzx 3.3.2
            case 149 -> store(word, at, 8, 0); // stdx 3.3.3.1
            case 151 -> store(word, at, 4, 0); // stwx 3.3.3
            case 215 -> store(word, at, 1, 0); // stbx 3.3.3
            case 279 -> load(word, at, 2, 0); // lhzx 3.3.2
            case 341 -> load(word, at, 4, SIGNED); // lwax 3.3.2.1
            case 343 -> load(word, at, 2, SIGNED); // lhax 3.3.2
            case 407 -> store(word, at, 2, 0); // sthx 3.3.3
            case 532 -> has206() && load(word, at, 8, REVERSED); // ldbrx 3.3.4.1
            case 534 -> load(word, at, 4, REVERSED); // lwbrx 3.3.4
            case 660 -> has206() && store(word, at, 8, REVERSED); // stdbrx 3.3.4.1
            case 662 -> store(word, at, 4, REVERSED); // stwbrx 3.3.4
            case 790 -> load(word, at, 2, REVERSED); // lhbrx 3.3.4
            case 918 -> store(word, at, 2, REVERSED); // sthbrx 3.3.4
            default -> false;
        };
    }

    /** The 64-bit ones with byte reversal were added in 2.06. */
    private boolean has206() {
        return processor.cpu().arch() >= ARCH_206;
    }

    private boolean load(int word, long offset, int bytes, int how) {
        long address = registers.orZero(Ppc64Word.ra(word)) + offset;
        boolean reversed = (how & REVERSED) != 0;
        boolean signed = (how & SIGNED) != 0;
        if (storage.holds(address, bytes)) {
            registers.gpr[Ppc64Word.rt(word)] =
                    Ppc64Access.extended(storage.load(address, bytes), bytes, signed, reversed);
        } else if (!processor.outside(
                new Ppc64Access(address, bytes, false, Ppc64Word.rt(word), signed, reversed, 0))) {
            return true;
        }
        return update(word, address, how);
    }

    private boolean store(int word, long offset, int bytes, int how) {
        long address = registers.orZero(Ppc64Word.ra(word)) + offset;
        long value = Ppc64Access.extended(registers.gpr[Ppc64Word.rt(word)], bytes, false, (how & REVERSED) != 0);
        if (storage.holds(address, bytes)) {
            storage.store(address, bytes, value);
        } else if (!processor.outside(new Ppc64Access(address, bytes, true, 0, false, false, value))) {
            return true;
        }
        return update(word, address, how);
    }

    private boolean update(int word, long address, int how) {
        if ((how & UPDATE) != 0) {
            registers.gpr[Ppc64Word.ra(word)] = address;
        }
        return true;
    }
}
