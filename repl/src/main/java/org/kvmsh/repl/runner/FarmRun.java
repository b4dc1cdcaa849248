package org.kvmsh.repl.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.farm.FarmUnavailable;
import org.kvmsh.repl.farm.SlurmFarm;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.RunRecord;

/** Tests that the tasks of a farm run. */
final class FarmRun {
    private final FarmOptions farm;
    private final Map<String, String> environment;
    /** The command line's options that each task gets. */
    private final List<String> words;
    private final RunOptions options;
    private final Ending ending;
    private final RunRecord record;
    private final StandardOutput out;

    FarmRun(FarmOptions farm, Map<String, String> environment, List<String> words, RunOptions options, Ending ending, RunRecord record, StandardOutput out) {
        this.farm = farm;
        this.environment = environment;
        this.words = words;
        this.options = options;
        this.ending = ending;
        this.record = record;
        this.out = out;
    }

    List<RanBoard> run(List<String> names, Path folder) throws FarmUnavailable {
        List<RanBoard> ran = new SlurmFarm(environment, out, ending::isWanted).run(names.stream().map(BoardRun::asked).toList(), options.scripts().stream().map(TestScript::file).toList(),
                options.arguments(), folder, words, farm.sbatch());
        for (RanBoard board : ran) {
            record.whole(board);
            out.println(MarkedLine.of(board.board() + ", " + board.about()));
            ResultLines.ofFailures(board).forEach(out::println);
            out.println(MarkedLine.of(board.board() + ": ").and(RanBoard.counts(List.of(board)).line()));
        }
        return ran;
    }
}
