package org.kvmsh.bindings.board;

import org.kvmsh.bindings.abi.Arch;

/**
 * A board that can be asked for by name.
 *
 * @param arch   null where only the board itself can tell
 * @param kernel its kernel's version; null where there is none, or only the board can tell
 * @param whyNot null where the board is at hand, else what is missing
 * @param howTo  how to get what is missing; null where nothing is, or nothing helps
 */
public record BoardEntry(String name, BoardKind kind, Arch arch, String kernel, String about, String whyNot, String howTo) {
    public boolean atHand() {
        return whyNot == null;
    }

    @Override public String toString() {
        return name + " (" + (arch == null ? "" : arch + ", ") + kind + ")";
    }
}
