package org.kvmsh.bindings.code.dwarf;

import java.util.Map;

/**
 * Where a function keeps its caller's registers, at one of its instructions. The canonical frame address (CFA) is the
 * stack pointer that the caller has after the return. Registers have DWARF numbers.
 *
 * @param register the register that the CFA is computed from
 * @param offset is added to it
 * @param saved the offsets from the CFA at which registers of the caller are saved
 * @param returns the register that stands for the return address
 * @param isOutermost whether the function has no caller (DW_CFA_undefined of that register)
 */
public record FrameRow(int register, long offset, Map<Integer, Long> saved, int returns, boolean isOutermost) {
    public FrameRow {
        saved = Map.copyOf(saved);
    }
}
