package org.kvmsh.repl.compare;

import java.util.List;
import org.kvmsh.repl.results.RanBoard;

/**
 * A run of tests.
 *
 * @param name how it is called: its directory, or what it is in the run that goes on
 */
public record RunSide(String name, List<RanBoard> boardsRun) implements Side {
    @Override public String title() {
        return name + ", a run of " + RanBoard.counts(boardsRun).inWords() + " on " + String.join(", ", boardsRun.stream().map(board -> board.board() + ", " + board.about()).toList());
    }

    @Override public List<String> boards() {
        return boardsRun.stream().map(RanBoard::name).toList();
    }

    @Override public Held<ToldFacts> facts() {
        return Held.none("a run (it keeps no capabilities)");
    }

    @Override public Held<List<RanBoard>> results() {
        return Held.of(boardsRun);
    }

    @Override public Held<CallSource> calls() {
        FailedTestCalls failed = FailedTestCalls.of(boardsRun);
        return failed.names().isEmpty() ? Held.none("a run without calls of failed tests") : Held.of(failed);
    }
}
