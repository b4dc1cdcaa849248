package org.kvmsh.bindings.model.arm64;

import static org.kvmsh.bindings.model.arm64.A64Bits.bit;
import static org.kvmsh.bindings.model.arm64.A64Bits.field;

import java.util.Set;

/**
 * Exception-generating instructions, hints, barriers, system registers. Source: Arm ARM DDI 0487, C4.1, "System
 * instructions"; beside each its section's title in C5.2 or C6.2.
 */
final class A64System {
    private static final int WFI = 3;
    /**
     * A model has no caches and no TLB: IC IALLUIS, IALLU, IVAU; DC IVAC, CVAC, CVAU, CIVAC; TLBI VMALLE1IS, VMALLE1.
     */
    private static final Set<Integer> NOTHING_TO_DO = Set.of(
            operation(0, 7, 1, 0),
            operation(0, 7, 5, 0),
            operation(3, 7, 5, 1),
            operation(0, 7, 6, 1),
            operation(3, 7, 10, 1),
            operation(3, 7, 11, 1),
            operation(3, 7, 14, 1),
            operation(0, 8, 3, 0),
            operation(0, 8, 7, 0));

    private final A64State state;

    A64System(A64State state) {
        this.state = state;
    }

    /** Whether the instruction is one of these. */
    boolean execute(int word) {
        if (word >>> 24 == 0xd4) {
            return exception(word);
        }
        if (word >>> 22 != 0b1101010100) {
            return false;
        }
        return switch (field(word, 19, 2)) {
            case 0 -> !bit(word, 21) && withoutRegister(word);
            case 1 -> !bit(word, 21) && NOTHING_TO_DO.contains(field(word, 5, 14));
            default -> bit(word, 21) ? read(word) : write(word);
        };
    }

    private boolean exception(int word) {
        int number = field(word, 5, 16);
        A64Event.Kind kind = switch (word & ~(0xffff << 5)) {
            case 0xd4000001 -> A64Event.Kind.SVC; // SVC
            case 0xd4000002 -> A64Event.Kind.HVC; // HVC
            case 0xd4000003 -> A64Event.Kind.SMC; // SMC
            case 0xd4200000 -> A64Event.Kind.BRK; // BRK
            default -> null;
        };
        state.event = kind == null ? null : A64Event.of(kind, number);
        return kind != null;
    }

    private boolean withoutRegister(int word) {
        if (field(word, 0, 5) != A64State.ZR_OR_SP) {
            return false;
        }
        int operation = field(word, 5, 3);
        int operand = field(word, 8, 4);
        int form = field(word, 16, 3) << 4 | field(word, 12, 4);
        return switch (form) {
            case 3 << 4 | 2 -> { // NOP, YIELD, WFE, SEV, SEVL and the hints defined by later versions
                state.event = (operand << 3 | operation) == WFI ? A64Event.of(A64Event.Kind.WFI, 0) : null;
                yield true;
            }
            case 3 << 4 | 3 -> operation == 2 || operation >= 4 && operation <= 6; // CLREX, DSB, DMB, ISB
            case 3 << 4 | 4, 4 -> immediate(form >> 4, operation, operand);
            default -> false;
        };
    }

    private boolean immediate(int operand1, int operation, int value) {
        if (operand1 == 3 && operation == 6) {
            state.pstate |= (long) value << 6; // MSR DAIFSet
        } else if (operand1 == 3 && operation == 7) {
            state.pstate &= ~((long) value << 6); // MSR DAIFClr
        } else if (operand1 == 0 && operation == 5) {
            state.pstate = state.pstate & ~A64State.SP_SEL | value & A64State.SP_SEL; // MSR SPSel
        } else {
            return false;
        }
        return true;
    }

    private boolean read(int word) {
        Long value = state.system.read(field(word, 5, 16), state);
        if (value == null) {
            return false;
        }
        state.set(field(word, 0, 5), value, true); // MRS
        return true;
    }

    private boolean write(int word) {
        return state.system.write(field(word, 5, 16), state.register(field(word, 0, 5), true), state); // MSR (register)
    }

    private static int operation(int operand1, int crn, int crm, int operand2) {
        return operand1 << 11 | crn << 7 | crm << 3 | operand2;
    }
}
