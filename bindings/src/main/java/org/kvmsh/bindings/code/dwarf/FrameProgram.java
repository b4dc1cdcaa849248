package org.kvmsh.bindings.code.dwarf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The instructions that compute the frame at each address of a function. Source: DWARF 5, 6.4.2 and 7.24.
 *
 * @param from the address of the function
 * @param size its size in bytes
 * @param common what the functions of a file share
 * @param code the function's own instructions
 * @param end where they end
 */
record FrameProgram(long from, long size, Common common, DwarfCursor code, int end) {
    private static final int OPERAND = 0x3f;
    private static final int ADVANCE = 1;
    private static final int OFFSET = 2;
    private static final int RESTORE = 3;
    private static final int HIGH = 6;

    /**
     * A common information entry.
     *
     * @param alignsCode the factor of advances
     * @param alignsData the factor of offsets
     * @param returns the register that stands for the return address
     * @param encoding how the addresses of functions are encoded
     * @param augmented whether more data precede a function's instructions
     * @param code the instructions that precede those of each function
     * @param end where they end
     */
    record Common(
            long alignsCode,
            long alignsData,
            int returns,
            int encoding,
            boolean augmented,
            DwarfCursor code,
            int end) {}

    /** The state of a computation: the rule of the CFA, and where registers are saved. */
    private static final class State {
        private int register = -1;
        private long offset;
        private Map<Integer, Long> saved = new HashMap<>();
        private boolean isOutermost;

        private void undefine(int each, int returns) {
            saved.remove(each);
            isOutermost |= each == returns;
        }

        private State copy() {
            State same = new State();
            same.register = register;
            same.offset = offset;
            same.saved = new HashMap<>(saved);
            same.isOutermost = isOutermost;
            return same;
        }
    }

    boolean has(long address) {
        return Long.compareUnsigned(address - from, size) < 0;
    }

    /** The row of an address; null if it needs an expression. */
    FrameRow row(long address) {
        State initial = run(common.code, common.end, new State(), null, Long.MAX_VALUE);
        State state = initial == null ? null : run(code, end, initial.copy(), initial, address - from);
        return state == null || state.register < 0
                ? null
                : new FrameRow(
                        state.register,
                        state.offset,
                        state.saved,
                        common.returns,
                        state.isOutermost && !state.saved.containsKey(common.returns));
    }

    /** Runs up to the row that has a distance from the function's start; null for what kvmsh does not compute. */
    private State run(DwarfCursor program, int until, State begun, State initial, long distance) {
        DwarfCursor at = program.again();
        Deque<State> kept = new ArrayDeque<>();
        State state = begun;
        long here = 0;
        while (at.isBefore(until)) {
            int each = at.u8();
            int low = each & OPERAND;
            long step = 0;
            switch (each >> HIGH) {
                case ADVANCE -> step = low;
                case OFFSET -> state.saved.put(low, at.uleb() * common.alignsData);
                case RESTORE -> restore(state, initial, low);
                default -> {
                    switch (low) {
                        // DW_CFA_nop.
                        case 0x00 -> {}
                        // DW_CFA_advance_loc1.
                        case 0x02 -> step = at.unsigned(1);
                        // DW_CFA_advance_loc2.
                        case 0x03 -> step = at.unsigned(Short.BYTES);
                        // DW_CFA_advance_loc4.
                        case 0x04 -> step = at.unsigned(Integer.BYTES);
                        // DW_CFA_offset_extended.
                        case 0x05 -> state.saved.put((int) at.uleb(), at.uleb() * common.alignsData);
                        // DW_CFA_restore_extended.
                        case 0x06 -> restore(state, initial, (int) at.uleb());
                        // DW_CFA_undefined.
                        case 0x07 -> state.undefine((int) at.uleb(), common.returns);
                        // DW_CFA_same_value.
                        case 0x08 -> state.saved.remove((int) at.uleb());
                        // DW_CFA_remember_state.
                        case 0x0a -> kept.push(state.copy());
                        // DW_CFA_restore_state.
                        case 0x0b -> {
                            if (kept.isEmpty()) {
                                return null;
                            }
                            state = kept.pop();
                        }
                        // DW_CFA_def_cfa.
                        case 0x0c -> {
                            state.register = (int) at.uleb();
                            state.offset = at.uleb();
                        }
                        // DW_CFA_def_cfa_register.
                        case 0x0d -> state.register = (int) at.uleb();
                        // DW_CFA_def_cfa_offset.
                        case 0x0e -> state.offset = at.uleb();
                        // DW_CFA_offset_extended_sf.
                        case 0x11 -> state.saved.put((int) at.uleb(), at.sleb() * common.alignsData);
                        // DW_CFA_def_cfa_sf.
                        case 0x12 -> {
                            state.register = (int) at.uleb();
                            state.offset = at.sleb() * common.alignsData;
                        }
                        // DW_CFA_def_cfa_offset_sf.
                        case 0x13 -> state.offset = at.sleb() * common.alignsData;
                        // DW_CFA_GNU_args_size.
                        case 0x2e -> at.uleb();
                        default -> {
                            return null;
                        }
                    }
                }
            }
            here += step * common.alignsCode;
            if (Long.compareUnsigned(here, distance) > 0) {
                return state;
            }
        }
        return state;
    }

    private static void restore(State state, State initial, int register) {
        Long before = initial == null ? null : initial.saved.get(register);
        if (before == null) {
            state.saved.remove(register);
        } else {
            state.saved.put(register, before);
        }
    }
}
