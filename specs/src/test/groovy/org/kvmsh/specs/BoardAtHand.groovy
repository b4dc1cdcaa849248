package org.kvmsh.specs

import org.kvmsh.bindings.board.BoardEntry
import org.kvmsh.bindings.board.Boards

/** Which boards this machine has; looked up once, since an emulated one is asked for its files. */
class BoardAtHand {
    private static final List<BoardEntry> ALL = new Boards(System.getenv()).all()

    /** What is missing for a board; null where nothing is. */
    static String whyNot(String board) {
        def entry = ALL.find { it.name() == board }
        entry == null ? 'there is no such board' : entry.whyNot()
    }
}
