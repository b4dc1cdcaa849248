package org.kvmsh.bindings.board;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;

/** Boards of one sort, and the way to them. */
public interface BoardSource {
    /** The boards that have a name without further details; this starts nothing. */
    List<BoardEntry> entries();

    /** The known facts of a board of this source, before it is started. */
    BoardEntry entry(BoardName name);

    /** The architecture of a board of this source; null if only the board itself knows it. */
    default Arch arch(BoardName name) {
        return entry(name).arch();
    }

    /** The forms that names of other boards have, such as {@code ssh:HOST}. */
    default List<BoardEntry> forms() {
        return List.of();
    }

    /** Whether the name is for this source to judge. */
    boolean has(BoardName name);

    /**
     * Checks a name, even if nothing is installed.
     *
     * @throws NoSuchBoard if it is invalid for this source
     */
    void check(BoardName name) throws NoSuchBoard;

    /**
     * Tells what a board of this source takes of this host; the name is valid.
     *
     * @throws NoSuchBoard if the name stands for a board that does not exist
     */
    BoardLoad load(BoardName name) throws NoSuchBoard;

    /**
     * Opens the board, and starts it if necessary.
     *
     * @throws BoardUnavailable if it cannot be opened or started
     */
    ConnectedBoard reach(BoardName name) throws BoardUnavailable;

    /**
     * Opens the board, and starts it if necessary.
     *
     * @param progress receives progress of a slow start
     * @throws BoardUnavailable if it cannot be opened or started
     */
    default ConnectedBoard reach(BoardName name, Progress progress) throws BoardUnavailable {
        return reach(name);
    }
}
