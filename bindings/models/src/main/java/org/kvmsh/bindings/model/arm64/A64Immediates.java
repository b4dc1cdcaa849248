package org.kvmsh.bindings.model.arm64;

import static org.kvmsh.bindings.model.arm64.A64Bits.bit;
import static org.kvmsh.bindings.model.arm64.A64Bits.field;
import static org.kvmsh.bindings.model.arm64.A64Bits.ones;
import static org.kvmsh.bindings.model.arm64.A64Bits.signExtend;
import static org.kvmsh.bindings.model.arm64.A64Bits.signed;

/**
 * Data processing with immediates. Source: Arm ARM DDI 0487, C4.1, "Data Processing -- Immediate"; beside each
 * instruction its section's title in C6.2.
 */
final class A64Immediates {
    private static final int PAGE_BITS = 12;

    private final A64State state;

    A64Immediates(A64State state) {
        this.state = state;
    }

    /** Whether the instruction is one of these. */
    boolean execute(int word) {
        return switch (field(word, 23, 3)) {
            case 0, 1 -> address(word);
            case 2 -> addOrSubtract(word);
            case 4 -> logical(word);
            case 5 -> moveWide(word);
            case 6 -> bitfield(word);
            case 7 -> extract(word);
            default -> false;
        };
    }

    private boolean address(int word) {
        long distance = signed(word, 5, 19) << 2 | field(word, 29, 2);
        state.set(
                field(word, 0, 5),
                bit(word, 31)
                        ? (state.pc & ~ones(PAGE_BITS)) + (distance << PAGE_BITS) // ADRP
                        : state.pc + distance,
                true); // ADR
        return true;
    }

    private boolean addOrSubtract(int word) {
        boolean is64 = bit(word, 31);
        boolean flags = bit(word, 29);
        long operand = (long) field(word, 10, 12) << (bit(word, 22) ? PAGE_BITS : 0);
        long base = state.registerOrSp(field(word, 5, 5), is64);
        long result = bit(word, 30)
                ? state.add(base, ~operand, 1, is64, flags) // SUB (immediate), SUBS (immediate), CMP (immediate)
                : state.add(
                        base, operand, 0, is64,
                        flags); // ADD (immediate), ADDS (immediate), CMN (immediate), MOV (to/from SP)
        if (flags) {
            state.set(field(word, 0, 5), result, is64);
        } else {
            state.setOrSp(field(word, 0, 5), result, is64);
        }
        return true;
    }

    private boolean logical(int word) {
        boolean is64 = bit(word, 31);
        long mask = A64Bits.logicalImmediate(field(word, 22, 1), field(word, 10, 6), field(word, 16, 6), is64);
        if (mask == 0) {
            return false;
        }
        long operand = state.register(field(word, 5, 5), is64);
        int target = field(word, 0, 5);
        switch (field(word, 29, 2)) {
            case 0 -> state.setOrSp(target, operand & mask, is64); // AND (immediate)
            case 1 -> state.setOrSp(target, operand | mask, is64); // ORR (immediate), MOV (bitmask immediate)
            case 2 -> state.setOrSp(target, operand ^ mask, is64); // EOR (immediate)
            default -> { // ANDS (immediate), TST (immediate)
                state.setFlags(operand & mask, is64, false, false);
                state.set(target, operand & mask, is64);
            }
        }
        return true;
    }

    private boolean moveWide(int word) {
        boolean is64 = bit(word, 31);
        int shift = field(word, 21, 2) * Short.SIZE;
        if (!is64 && shift >= Integer.SIZE) {
            return false;
        }
        int target = field(word, 0, 5);
        long immediate = (long) field(word, 5, 16) << shift;
        switch (field(word, 29, 2)) {
            case 0 -> state.set(target, ~immediate, is64); // MOVN
            case 2 -> state.set(target, immediate, is64); // MOVZ
            case 3 ->
                state.set(
                        target, state.register(target, is64) & ~(ones(Short.SIZE) << shift) | immediate, is64); // MOVK
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean bitfield(int word) {
        boolean is64 = bit(word, 31);
        int size = is64 ? Long.SIZE : Integer.SIZE;
        int rotation = field(word, 16, 6);
        int last = field(word, 10, 6);
        if (bit(word, 22) != is64 || rotation >= size || last >= size) {
            return false;
        }
        long source = state.register(field(word, 5, 5), is64);
        int target = field(word, 0, 5);
        int width = last >= rotation ? last - rotation + 1 : last + 1;
        int to = last >= rotation ? 0 : size - rotation;
        long part = (last >= rotation ? source >>> rotation : source) & ones(width);
        switch (field(word, 29, 2)) {
            case 0 ->
                state.set(target, signExtend(part, width) << to, is64); // SBFM: ASR (immediate), SBFX, SXTB, SXTH, SXTW
            case 1 ->
                state.set(
                        target,
                        state.register(target, is64) & ~(ones(width) << to) | part << to,
                        is64); // BFM: BFI, BFXIL
            case 2 -> state.set(target, part << to, is64); // UBFM: LSL (immediate), LSR (immediate), UBFX, UXTB, UXTH
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean extract(int word) {
        boolean is64 = bit(word, 31);
        int size = is64 ? Long.SIZE : Integer.SIZE;
        int low = field(word, 10, 6);
        if (field(word, 29, 2) != 0 || bit(word, 21) || bit(word, 22) != is64 || low >= size) {
            return false;
        }
        long above = state.register(field(word, 5, 5), is64);
        long below = state.register(field(word, 16, 5), is64);
        state.set(
                field(word, 0, 5),
                low == 0 ? below : below >>> low | above << size - low,
                is64); // EXTR, ROR (immediate)
        return true;
    }
}
