package org.kvmsh.repl.compare;

import java.util.List;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.repl.results.RanBoard;

/**
 * A board that is open.
 *
 * @param scripts the scripts that run on it; null for none
 */
public record BoardSide(Board board, CallSource scripts) implements Side {
    @Override
    public String title() {
        return board + ", " + board.about();
    }

    @Override
    public List<String> boards() {
        return List.of(board.name());
    }

    @Override
    public Held<List<ToldFacts>> facts() {
        // A script asks for the capabilities that it depends on, and a model need not have the others.
        return scripts != null
                ? Held.none("a board running scripts (only calls are compared)")
                : Held.of(List.of(new ToldFacts(BoardFacts.of(board), ToldFacts.Source.BOARD)));
    }

    @Override
    public Held<List<RanBoard>> results() {
        return Held.none("a board, not a recorded run with tests");
    }

    @Override
    public Held<CallSource> calls() {
        return scripts == null ? Held.none("a board without scripts") : Held.of(scripts);
    }
}
