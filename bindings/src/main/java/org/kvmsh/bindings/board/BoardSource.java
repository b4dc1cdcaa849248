package org.kvmsh.bindings.board;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;

/** Boards of one sort, and the way to them. */
public interface BoardSource {
    /** The boards that have a name without more being said; asking starts nothing. */
    List<BoardEntry> entries();

    /** What is known of a board that this source has, before it is started. */
    BoardEntry entry(BoardName name);

    /** The architecture of a board that this source has; null if only the board itself can tell. */
    default Arch arch(BoardName name) {
        return entry(name).arch();
    }

    /** The forms that names of other boards have, such as {@code ssh:HOST}. */
    default List<BoardEntry> forms() {
        return List.of();
    }

    /** Whether the name is for this source to judge. */
    boolean has(BoardName name);

    /** Refuses a name that no board of this source can have, regardless of what is installed. */
    void check(BoardName name) throws NoSuchBoard;

    /** Goes to the board, which may mean to start it. */
    ConnectedBoard reach(BoardName name) throws BoardUnavailable;

    /** @param progress takes what a start tells that takes long */
    default ConnectedBoard reach(BoardName name, Progress progress) throws BoardUnavailable {
        return reach(name);
    }
}
