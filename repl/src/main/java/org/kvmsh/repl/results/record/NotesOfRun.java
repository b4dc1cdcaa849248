package org.kvmsh.repl.results.record;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/** What reports say of a run's failures: from its request, and from the runs that are kept beside it. */
final class NotesOfRun implements FailureNotes {
    private final RunAsked asked;
    /** Null for a run that is not kept. */
    private final EarlierRuns earlier;

    /** By board, what it told of itself; null of one that was not opened. */
    private final Supplier<List<Map<String, Object>>> facts;

    /** @param folder of the run; null for one that is not kept, to which there are no earlier ones */
    NotesOfRun(RunAsked asked, Path folder, Supplier<List<Map<String, Object>>> facts) {
        this.asked = asked;
        this.facts = facts;
        this.earlier =
                folder == null ? null : new EarlierRuns(folder.toAbsolutePath().normalize());
    }

    @Override
    public List<String> earlier(RanBoard board, RanScript script, RanTest test) {
        return earlier == null ? List.of() : earlier.lines(board, script, test);
    }

    @Override
    public String command(RanBoard board, RanScript script, RanTest test) {
        return !test.isFailure() ? null : RepeatCommand.of(asked, board.again(), script.script(), test.name());
    }

    @Override
    public String compare(RanBoard one, RanBoard other, RanScript script) {
        Object arch = arch(one);
        return arch == null || !arch.equals(arch(other))
                ? null
                : RepeatCommand.comparing(asked, one.again(), other.again(), script.script());
    }

    /** Null if it did not tell. */
    private Object arch(RanBoard board) {
        int number = asked.boards().indexOf(board.asked());
        List<Map<String, Object>> told = facts.get();
        return number < 0 || number >= told.size() || told.get(number) == null
                ? null
                : told.get(number).get(BoardFacts.ARCH);
    }
}
