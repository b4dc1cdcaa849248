package org.kvmsh.bindings.model.arm64;

import static org.kvmsh.bindings.model.arm64.A64Bits.bit;
import static org.kvmsh.bindings.model.arm64.A64Bits.field;
import static org.kvmsh.bindings.model.arm64.A64Bits.ones;

/**
 * Data processing between registers. Source: Arm ARM DDI 0487, C4.1, "Data Processing -- Register"; beside each
 * instruction its section's title in C6.2.
 */
final class A64RegisterOperations {
    private final A64State state;

    A64RegisterOperations(A64State state) {
        this.state = state;
    }

    /** Whether the instruction is one of these. */
    boolean execute(int word) {
        if (!bit(word, 28)) {
            return !bit(word, 24) ? logical(word) : !bit(word, 21) ? addShifted(word) : addExtended(word);
        }
        return switch (field(word, 21, 4)) {
            case 0 -> addWithCarry(word);
            case 2 -> compareConditionally(word);
            case 4 -> select(word);
            case 6 -> bit(word, 30) ? oneSource(word) : twoSources(word);
            default -> bit(word, 24) && threeSources(word);
        };
    }

    private boolean logical(int word) {
        boolean is64 = bit(word, 31);
        int amount = field(word, 10, 6);
        if (!is64 && amount >= Integer.SIZE) {
            return false;
        }
        long left = state.register(field(word, 5, 5), is64);
        long operand = A64Bits.shifted(state.register(field(word, 16, 5), is64), field(word, 22, 2), amount, is64);
        long right = bit(word, 21) ? ~operand : operand;
        long result = switch (field(word, 29, 2)) {
            case 1 -> left | right; // ORR (shifted register), ORN, MOV (register), MVN
            case 2 -> left ^ right; // EOR (shifted register), EON
            default -> left & right; // AND, BIC, ANDS, BICS, TST (shifted register)
        };
        if (field(word, 29, 2) == 3) {
            state.setFlags(result, is64, false, false);
        }
        state.set(field(word, 0, 5), result, is64);
        return true;
    }

    private boolean addShifted(int word) {
        boolean is64 = bit(word, 31);
        int type = field(word, 22, 2);
        int amount = field(word, 10, 6);
        if (type == 3 || !is64 && amount >= Integer.SIZE) {
            return false;
        }
        long left = state.register(field(word, 5, 5), is64);
        long right = A64Bits.shifted(state.register(field(word, 16, 5), is64), type, amount, is64);
        state.set(
                field(word, 0, 5),
                sum(word, left, right),
                is64); // ADD, ADDS, SUB, SUBS, CMP, CMN, NEG (shifted register)
        return true;
    }

    private boolean addExtended(int word) {
        boolean is64 = bit(word, 31);
        int shift = field(word, 10, 3);
        if (field(word, 22, 2) != 0 || shift > 4) {
            return false;
        }
        long left = state.registerOrSp(field(word, 5, 5), is64);
        long right = A64Bits.extended(state.register(field(word, 16, 5), true), field(word, 13, 3), shift);
        long result = sum(word, left, right); // ADD, ADDS, SUB, SUBS, CMP, CMN (extended register)
        if (bit(word, 29)) {
            state.set(field(word, 0, 5), result, is64);
        } else {
            state.setOrSp(field(word, 0, 5), result, is64);
        }
        return true;
    }

    private long sum(int word, long left, long right) {
        return bit(word, 30)
                ? state.add(left, ~right, 1, bit(word, 31), bit(word, 29))
                : state.add(left, right, 0, bit(word, 31), bit(word, 29));
    }

    private boolean addWithCarry(int word) {
        if (field(word, 10, 6) != 0) {
            return false;
        }
        boolean is64 = bit(word, 31);
        long right = state.register(field(word, 16, 5), is64);
        long left = state.register(field(word, 5, 5), is64); // ADC, ADCS, SBC, SBCS
        state.set(
                field(word, 0, 5),
                state.add(left, bit(word, 30) ? ~right : right, state.carry(), is64, bit(word, 29)),
                is64);
        return true;
    }

    private boolean compareConditionally(int word) {
        if (!bit(word, 29) || bit(word, 10) || bit(word, 4)) {
            return false;
        }
        boolean is64 = bit(word, 31);
        if (state.holds(field(word, 12, 4))) { // CCMP, CCMN (immediate) and (register)
            sum(
                    word,
                    state.register(field(word, 5, 5), is64),
                    bit(word, 11) ? field(word, 16, 5) : state.register(field(word, 16, 5), is64));
        } else {
            state.pstate = state.pstate & ~A64State.NZCV | (long) field(word, 0, 4) << 28;
        }
        return true;
    }

    private boolean select(int word) {
        if (bit(word, 29) || bit(word, 11)) {
            return false;
        }
        boolean is64 = bit(word, 31);
        long other = state.register(field(word, 16, 5), is64);
        long changed = bit(word, 30) ? ~other : other;
        long otherwise = bit(word, 10) ? changed + 1 : changed; // CSEL; CSINC, CSET, CINC; CSINV, CSETM; CSNEG, CNEG
        state.set(
                field(word, 0, 5),
                state.holds(field(word, 12, 4)) ? state.register(field(word, 5, 5), is64) : otherwise,
                is64);
        return true;
    }

    private boolean twoSources(int word) {
        if (bit(word, 29)) {
            return false;
        }
        boolean is64 = bit(word, 31);
        long left = state.register(field(word, 5, 5), is64);
        long right = state.register(field(word, 16, 5), is64);
        int amount = (int) (right & (is64 ? Long.SIZE : Integer.SIZE) - 1);
        int target = field(word, 0, 5);
        switch (field(word, 10, 6)) {
            case 2 -> state.set(target, right == 0 ? 0 : Long.divideUnsigned(left, right), is64); // UDIV
            case 3 ->
                state.set(target, right == 0 ? 0 : is64 ? left / right : (long) (int) left / (int) right, is64); // SDIV
            case 8, 9, 10, 11 ->
                state.set(
                        target,
                        A64Bits.shifted(left, field(word, 10, 2), amount, is64),
                        is64); // LSLV, LSRV, ASRV, RORV
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean oneSource(int word) {
        if (bit(word, 29) || field(word, 16, 5) != 0) {
            return false;
        }
        boolean is64 = bit(word, 31);
        long value = state.register(field(word, 5, 5), is64);
        long sign = is64 ? value : (int) value;
        int target = field(word, 0, 5);
        switch (field(word, 10, 6)) {
            case 0 -> state.set(target, is64 ? Long.reverse(value) : Integer.reverse((int) value), is64); // RBIT
            case 1 ->
                state.set(
                        target, (value & 0x00ff00ff00ff00ffL) << 8 | value >>> 8 & 0x00ff00ff00ff00ffL, is64); // REV16
            case 2 ->
                state.set(
                        target,
                        is64
                                ? Long.rotateRight(Long.reverseBytes(value), Integer.SIZE)
                                : Integer.reverseBytes((int) value),
                        is64); // REV32, REV of 32 bits
            case 3 -> { // REV of 64 bits
                if (!is64) {
                    return false;
                }
                state.set(target, Long.reverseBytes(value), true);
            }
            case 4 ->
                state.set(
                        target,
                        is64 ? Long.numberOfLeadingZeros(value) : Integer.numberOfLeadingZeros((int) value),
                        is64); // CLZ
            case 5 ->
                state.set(
                        target,
                        Long.numberOfLeadingZeros(sign ^ sign >> 63) - 1 - (is64 ? 0 : Integer.SIZE),
                        is64); // CLS
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean threeSources(int word) {
        if (field(word, 29, 2) != 0) {
            return false;
        }
        boolean is64 = bit(word, 31);
        boolean subtracts = bit(word, 15);
        long left = state.register(field(word, 5, 5), is64);
        long right = state.register(field(word, 16, 5), is64);
        long sum = state.register(field(word, 10, 5), is64);
        int target = field(word, 0, 5);
        int form = field(word, 21, 3);
        if (form != 0 && !is64 || subtracts && (form == 2 || form == 6)) {
            return false;
        }
        switch (form) {
            case 0 -> state.set(target, total(sum, left * right, subtracts), is64); // MADD, MUL; MSUB, MNEG
            case 1 ->
                state.set(
                        target, total(sum, (long) (int) left * (int) right, subtracts), true); // SMADDL, SMULL; SMSUBL
            case 2 -> state.set(target, Math.multiplyHigh(left, right), true); // SMULH
            case 5 ->
                state.set(
                        target,
                        total(sum, (left & ones(Integer.SIZE)) * (right & ones(Integer.SIZE)), subtracts),
                        true); // UMADDL, UMULL; UMSUBL
            case 6 ->
                state.set(
                        target,
                        Math.multiplyHigh(left, right) + (left >> 63 & right) + (right >> 63 & left),
                        true); // UMULH
            default -> {
                return false;
            }
        }
        return true;
    }

    private static long total(long sum, long product, boolean subtracts) {
        return subtracts ? sum - product : sum + product;
    }
}
