package org.kvmsh.bindings.board;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.proposal.BuiltIn;

/**
 * A board that can be selected by name.
 *
 * @param kind null if it depends on another board, as for a form
 * @param arch null if only the board itself knows it
 * @param kernel its kernel's version; null without one, or if only the board knows it
 * @param about what a reader must know besides the kind, in a phrase
 * @param whyNot null if the board is available, otherwise what is missing
 * @param howTo how to install what is missing; null if nothing is missing, or nothing helps
 * @param caveat what a reader must know besides the kind; may be null
 * @param bytes what kvmsh keeps for it on the disk; 0 for nothing
 * @param proposed the ioctls of posted patches that its kernel has, by name
 */
public record BoardEntry(
        String name,
        BoardKind kind,
        Arch arch,
        String kernel,
        String about,
        String whyNot,
        String howTo,
        String caveat,
        long bytes,
        List<String> proposed) {
    public BoardEntry {
        proposed = List.copyOf(proposed);
    }

    /** Creates the entry of a board whose kernel has no proposals. */
    public BoardEntry(
            String name,
            BoardKind kind,
            Arch arch,
            String kernel,
            String about,
            String whyNot,
            String howTo,
            String caveat,
            long bytes) {
        this(name, kind, arch, kernel, about, whyNot, howTo, caveat, bytes, List.of());
    }

    /** Creates the entry of a board without a caveat, for which nothing is kept on the disk. */
    public BoardEntry(
            String name, BoardKind kind, Arch arch, String kernel, String about, String whyNot, String howTo) {
        this(name, kind, arch, kernel, about, whyNot, howTo, null);
    }

    /** Creates the entry of a board for which nothing is kept on the disk. */
    public BoardEntry(
            String name,
            BoardKind kind,
            Arch arch,
            String kernel,
            String about,
            String whyNot,
            String howTo,
            String caveat) {
        this(name, kind, arch, kernel, about, whyNot, howTo, caveat, 0);
    }

    BoardEntry called(String otherName) {
        return new BoardEntry(otherName, kind, arch, kernel, about, whyNot, howTo, caveat, bytes, proposed);
    }

    BoardEntry with(String otherCaveat) {
        return new BoardEntry(
                name,
                kind,
                arch,
                kernel,
                about,
                whyNot,
                howTo,
                caveat == null ? otherCaveat : caveat + ", " + otherCaveat,
                bytes,
                proposed);
    }

    /** This board with the proposals that come with kvmsh in front; null if there is none that its kernel lacks. */
    public BoardEntry withProposals() {
        List<String> all =
                arch == null || name.startsWith(ProposalBoards.SCHEME + ":") ? List.of() : BuiltIn.ioctls(arch);
        return proposed.containsAll(all)
                ? null
                : new BoardEntry(
                                ProposalBoards.SCHEME + ":" + name,
                                kind,
                                arch,
                                kernel,
                                about,
                                whyNot,
                                howTo,
                                caveat,
                                bytes,
                                all)
                        .with(ProposalBoards.CAVEAT);
    }

    /** The kind as it is shown. */
    public String kindInWords() {
        return kind == null ? caveat : kind.with(caveat);
    }

    /** Whether the board can be opened. */
    public boolean isAvailable() {
        return whyNot == null;
    }

    /** The board as messages list it: {@code kvm (x86_64, real)}. */
    @Override
    public String toString() {
        return name + " (" + (arch == null ? "" : arch + ", ") + kindInWords() + ")";
    }
}
