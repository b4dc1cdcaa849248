package org.kvmsh.bindings.model.arm64;

import static org.kvmsh.bindings.model.arm64.A64Bits.bit;
import static org.kvmsh.bindings.model.arm64.A64Bits.field;
import static org.kvmsh.bindings.model.arm64.A64Bits.signed;

/**
 * Branches. Source: Arm ARM DDI 0487, C4.1, "Branches, Exception Generating and System instructions"; beside each
 * instruction its section's title in C6.2.
 */
final class A64Branches {
    private static final int LINK = 30;

    private final A64State state;

    A64Branches(A64State state) {
        this.state = state;
    }

    /** Whether the instruction is one of these. */
    boolean execute(int word) {
        if (field(word, 26, 5) == 0b00101) { // B, BL
            if (bit(word, 31)) {
                state.set(LINK, state.next, true);
            }
            return jump(signed(word, 0, 26), true);
        }
        return switch (field(word, 25, 6)) {
            case 0b011010 -> { // CBZ, CBNZ
                boolean isZero = state.register(field(word, 0, 5), bit(word, 31)) == 0;
                yield jump(signed(word, 5, 19), isZero != bit(word, 24));
            }
            case 0b011011 -> { // TBZ, TBNZ
                int number = field(word, 31, 1) << 5 | field(word, 19, 5);
                boolean isZero = (state.register(field(word, 0, 5), true) >>> number & 1) == 0;
                yield jump(signed(word, 5, 14), isZero != bit(word, 24));
            }
            case 0b101010 ->
                !bit(word, 31)
                        && !bit(word, 24)
                        && !bit(word, 4) // B.cond
                        && jump(signed(word, 5, 19), state.holds(field(word, 0, 4)));
            case 0b101011 -> bit(word, 31) && toRegister(word);
            default -> false;
        };
    }

    private boolean jump(long distance, boolean taken) {
        if (taken) {
            state.next = state.pc + (distance << 2);
        }
        return true;
    }

    private boolean toRegister(int word) {
        long target = state.register(field(word, 5, 5), true);
        switch (word & ~(31 << 5)) {
            case 0xd61f0000, 0xd65f0000 -> state.next = target; // BR, RET
            case 0xd63f0000 -> { // BLR
                state.set(LINK, state.next, true);
                state.next = target;
            }
            default -> {
                return word == 0xd69f03e0 && returned(); // ERET
            }
        }
        return true;
    }

    /** From an exception to EL1; EL0 is not modeled, and the run stops there. */
    private boolean returned() {
        state.next = state.elr;
        state.pstate = state.spsr;
        return true;
    }
}
