package org.kvmsh.repl.results.record;

import java.nio.file.Path;
import java.util.List;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/** What reports say of a run's failures: from its request, and from the runs that are kept beside it. */
final class NotesOfRun implements FailureNotes {
    private final RunAsked asked;
    /** Null for a run that is not kept. */
    private final EarlierRuns earlier;

    /** @param folder of the run; null for one that is not kept, to which there are no earlier ones */
    NotesOfRun(RunAsked asked, Path folder) {
        this.asked = asked;
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
}
