package org.kvmsh.bindings.model.arm64;

import static org.kvmsh.bindings.model.arm64.A64Bits.bit;
import static org.kvmsh.bindings.model.arm64.A64Bits.field;
import static org.kvmsh.bindings.model.arm64.A64Bits.ones;
import static org.kvmsh.bindings.model.arm64.A64Bits.signExtend;
import static org.kvmsh.bindings.model.arm64.A64Bits.signed;

/**
 * Loads and stores of general registers. Source: Arm ARM DDI 0487, C4.1, "Loads and Stores"; beside each instruction
 * its section's title in C6.2.
 *
 * <p>An access outside of all memory slots changes nothing: it becomes an event. KVM gets all of it from the syndrome
 * if one register is loaded or stored without writeback, and nothing otherwise (D17.2, "ISS encoding for an exception
 * from a Data Abort").
 */
final class A64LoadStore {
    private static final int STACK_ALIGNMENT = 16;

    private final A64State state;
    private final A64Memory memory;

    A64LoadStore(A64State state, A64Memory memory) {
        this.state = state;
        this.memory = memory;
    }

    /** Whether the instruction is one of these. */
    boolean execute(int word) {
        if (bit(word, 26)) {
            return false;
        }
        return switch (field(word, 28, 2)) {
            case 0 -> ordered(word);
            case 1 -> !bit(word, 24) && literal(word);
            case 2 -> pair(word);
            default -> single(word);
        };
    }

    private boolean ordered(int word) {
        if (field(word, 23, 2) != 1
                || bit(word, 21)
                || !bit(word, 15)
                || field(word, 16, 5) != A64State.ZR_OR_SP
                || field(word, 10, 5) != A64State.ZR_OR_SP) {
            return false;
        }
        int size = field(word, 30, 2); // LDAR, LDARB, LDARH; STLR, STLRB, STLRH
        return access(base(field(word, 5, 5)), size, bit(word, 22) ? 1 : 0, field(word, 0, 5), true);
    }

    private boolean literal(int word) {
        long address = state.pc + (signed(word, 5, 19) << 2);
        int target = field(word, 0, 5);
        return switch (field(word, 30, 2)) {
            case 0 -> access(address, 2, 1, target, true); // LDR (literal) of 32 bits
            case 1 -> access(address, 3, 1, target, true); // LDR (literal) of 64 bits
            case 2 -> access(address, 2, 2, target, true); // LDRSW (literal)
            default -> true; // PRFM (literal)
        };
    }

    private boolean single(int word) {
        int size = field(word, 30, 2);
        int operation = field(word, 22, 2);
        int base = field(word, 5, 5);
        int target = field(word, 0, 5);
        if (operation == 3 && size >= 2) {
            return false;
        }
        if (bit(word, 24)) { // LDR (immediate), STR (immediate), unsigned offset, and those of B, H, SB, SH, SW
            return access(base(base) + ((long) field(word, 10, 12) << size), size, operation, target, true);
        }
        int form = field(word, 10, 2);
        if (bit(word, 21)) { // LDR (register), STR (register), and those of B, H, SB, SH, SW
            int option = field(word, 13, 3);
            long offset = A64Bits.extended(state.register(field(word, 16, 5), true), option, bit(word, 12) ? size : 0);
            return form == 2 && bit(option, 1) && access(base(base) + offset, size, operation, target, true);
        }
        long offset = signed(word, 12, 9);
        if (form == 0) { // LDUR, STUR, and those of B, H, SB, SH, SW
            return access(base(base) + offset, size, operation, target, true);
        }
        if (form == 2 || size == 3 && operation == 2 || base == target && base != A64State.ZR_OR_SP) {
            return false;
        }
        long old = base(base); // LDR (immediate), STR (immediate), post-index and pre-index
        boolean known = access(form == 3 ? old + offset : old, size, operation, target, false);
        if (known && state.event == null) {
            state.setOrSp(base, old + offset, true);
        }
        return known;
    }

    /** @param operation 0 a store, 1 a load, 2 one with a sign to 64 bits, 3 to 32 bits; 2 of 64 bits is a prefetch */
    private boolean access(long address, int size, int operation, int target, boolean described) {
        int bytes = 1 << size;
        if (size == 3 && operation == 2) {
            return true; // PRFM
        }
        boolean holds = operation == 0 ? memory.canWrite(address, bytes) : memory.canRead(address, bytes);
        state.event = holds ? memory.watched(address, bytes, operation == 0) : null;
        if (state.event != null) {
            return true;
        }
        if (operation == 0) {
            long value = state.register(target, true) & ones(bytes * Byte.SIZE);
            if (holds) {
                memory.write(address, bytes, value);
            } else {
                state.event = described ? A64Event.store(address, bytes, value) : A64Event.undescribed(address);
            }
        } else if (holds) {
            state.set(target, loaded(address, bytes, operation > 1), operation != 3);
        } else {
            state.event = described
                    ? A64Event.load(address, bytes, target, operation > 1, operation == 2 || size == 3)
                    : A64Event.undescribed(address);
        }
        return true;
    }

    private long loaded(long address, int bytes, boolean signed) {
        long value = memory.read(address, bytes);
        return signed ? signExtend(value, bytes * Byte.SIZE) : value;
    }

    private boolean pair(int word) {
        int kind = field(word, 30, 2);
        int form = field(word, 23, 2);
        boolean loads = bit(word, 22);
        boolean signed = kind == 1;
        int one = field(word, 0, 5);
        int two = field(word, 10, 5);
        int base = field(word, 5, 5);
        boolean writesBack = form == 1 || form == 3;
        if (kind == 3
                || signed && (!loads || form == 0)
                || loads && one == two
                || writesBack && base != A64State.ZR_OR_SP && (base == one || base == two)) {
            return false;
        }
        int bytes = kind == 2 ? Long.BYTES : Integer.BYTES; // LDP, LDPSW, STP; LDNP, STNP
        long old = base(base);
        long moved = old + signed(word, 15, 7) * bytes;
        long address = form == 1 ? old : moved;
        for (long each : new long[] {address, address + bytes}) {
            if (!(loads ? memory.canRead(each, bytes) : memory.canWrite(each, bytes))) {
                state.event = A64Event.undescribed(each);
                return true;
            }
        }
        for (long each : new long[] {address, address + bytes}) {
            state.event = memory.watched(each, bytes, !loads);
            if (state.event != null) {
                return true;
            }
        }
        if (loads) {
            long first = loaded(address, bytes, signed);
            state.set(two, loaded(address + bytes, bytes, signed), true);
            state.set(one, first, true);
        } else {
            memory.write(address, bytes, state.register(one, true));
            memory.write(address + bytes, bytes, state.register(two, true));
        }
        if (writesBack) {
            state.setOrSp(base, moved, true);
        }
        return true;
    }

    /**
     * A base in SP must be a multiple of 16 while SCTLR_EL1.SA is set (D1.3, "Stack pointer alignment checking"); the
     * exception is not modeled.
     */
    private long base(int number) {
        long value = state.registerOrSp(number, true);
        if (number == A64State.ZR_OR_SP && value % STACK_ALIGNMENT != 0) {
            throw A64Memory.notModelled(
                    "a stack pointer that is not a multiple of 16 (0x" + Long.toHexString(value) + ")");
        }
        return value;
    }
}
