package org.kvmsh.bindings.board;

import org.kvmsh.bindings.abi.Arch;

/**
 * A board that can be asked for by name.
 *
 * @param whyNot null where the board is at hand, else what is missing
 */
public record BoardEntry(String name, BoardKind kind, Arch arch, String about, String whyNot) {
    public boolean atHand() {
        return whyNot == null;
    }

    @Override public String toString() {
        return name + " (" + (arch == null ? "" : arch + ", ") + kind + ")";
    }
}
