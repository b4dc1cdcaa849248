package org.kvmsh.bindings.board;

import org.kvmsh.bindings.abi.Arch;

/**
 * A board that can be selected by name.
 *
 * @param kind   null if that is another board's, of which a form alone is told
 * @param arch   null if only the board itself can tell
 * @param kernel its kernel's version; null if there is none, or only the board can tell
 * @param whyNot null if the board is available, otherwise what is missing
 * @param howTo  how to get what is missing; null if nothing is, or nothing helps
 * @param caveat what a reader must know besides the kind; null if that is nothing
 */
public record BoardEntry(String name, BoardKind kind, Arch arch, String kernel, String about, String whyNot, String howTo, String caveat) {
    public BoardEntry(String name, BoardKind kind, Arch arch, String kernel, String about, String whyNot, String howTo) {
        this(name, kind, arch, kernel, about, whyNot, howTo, null);
    }

    BoardEntry called(String otherName) {
        return new BoardEntry(otherName, kind, arch, kernel, about, whyNot, howTo, caveat);
    }

    BoardEntry with(String otherCaveat) {
        return new BoardEntry(name, kind, arch, kernel, about, whyNot, howTo, caveat == null ? otherCaveat : caveat + ", " + otherCaveat);
    }

    /** The kind as it is shown. */
    public String kindInWords() {
        return kind == null ? caveat : kind.with(caveat);
    }

    public boolean isAvailable() {
        return whyNot == null;
    }

    /** As messages list it: {@code kvm (x86_64, real)}. */
    @Override public String toString() {
        return name + " (" + (arch == null ? "" : arch + ", ") + kindInWords() + ")";
    }
}
