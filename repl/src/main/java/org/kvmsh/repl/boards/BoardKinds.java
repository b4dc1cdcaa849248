package org.kvmsh.repl.boards;

import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/** The kinds of boards in lists. */
public final class BoardKinds {
    private BoardKinds() {}

    /** A board's kind, marked for what its answers are worth. */
    public static MarkedLine of(BoardEntry board) {
        return MarkedLine.of(board.kind() == null ? null : Mark.of(board.kind()), board.kindInWords());
    }
}
