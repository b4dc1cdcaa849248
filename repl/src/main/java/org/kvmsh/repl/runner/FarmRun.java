package org.kvmsh.repl.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.farm.BoardNeeds;
import org.kvmsh.repl.farm.FarmAsked;
import org.kvmsh.repl.farm.FarmBoard;
import org.kvmsh.repl.farm.FarmResults;
import org.kvmsh.repl.farm.FarmScript;
import org.kvmsh.repl.farm.FarmStop;
import org.kvmsh.repl.farm.FarmUnavailable;
import org.kvmsh.repl.farm.SlurmFarm;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.record.KernelLogFact;
import org.kvmsh.repl.results.record.RunRecord;

/** Tests that the tasks of a farm run. */
public final class FarmRun implements TestHost {
    private final TestRunRequest request;
    private final BoardNeeds needs;
    private final List<String> words;
    private final Map<String, String> environment;
    private final StandardOutput out;
    private final RunOptions options;

    /**
     * A run on a farm.
     *
     * @param words the command line's options that each task gets
     */
    public FarmRun(
            TestRunRequest request,
            BoardNeeds needs,
            List<String> words,
            Map<String, String> environment,
            StandardOutput out) {
        this.request = request;
        this.needs = needs;
        this.words = words;
        this.environment = environment;
        this.out = out;
        this.options = request.options();
    }

    @Override
    public Results run(Ending ending, RunRecord record) throws FarmUnavailable, IOException {
        Instant began = Instant.now();
        Path folder = record.folder();
        SlurmFarm slurm = new SlurmFarm(environment, out, stop(ending));
        Map<String, List<String>> asked = new LinkedHashMap<>();
        request.titles()
                .forEach(title -> asked.put(
                        title,
                        options.scripts(title).stream().map(TestScript::name).toList()));
        if (request.resumed() != null && !slurm.await(folder)) {
            return null;
        }
        Map<String, Set<String>> done = request.resumed() == null
                ? Map.of()
                : FarmResults.read(folder, asked, began).done();
        List<FarmBoard> boards = request.boards().stream()
                .map(name -> board(name, done.getOrDefault(BoardRun.asked(name), Set.of())))
                .filter(board -> !board.scripts().isEmpty())
                .toList();
        // Who ends the run while it waits for its tasks begins no others.
        if (!boards.isEmpty()
                && !ending.isWanted()
                && !slurm.run(new FarmAsked(boards, options.arguments(), words, needs), folder)) {
            return null;
        }
        FarmResults results = FarmResults.read(folder, asked, began);
        FailureCards cards = new FailureCards(record.notes());
        List<RanBoard> ran = new ArrayList<>();
        for (FarmResults.OfBoard each : results.boards()) {
            ran.add(keep(
                    record,
                    cards,
                    ran.size(),
                    each,
                    request.done(ran.size()),
                    request.boards().size() == 1));
        }
        return new Results(ran, results.unmet(), false, false);
    }

    private static FarmStop stop(Ending ending) {
        return new FarmStop() {
            @Override
            public boolean isCancelling() {
                return ending.isWanted() && !ending.isHangup();
            }

            @Override
            public boolean isLeaving() {
                return ending.isHangup();
            }
        };
    }

    private FarmBoard board(String name, Set<String> done) {
        String title = BoardRun.asked(name);
        return new FarmBoard(
                name == null ? title : name,
                title,
                options.scripts(title).stream()
                        .filter(script -> !done.contains(script.name()))
                        .map(script -> new FarmScript(script.name(), script.absolute()))
                        .toList());
    }

    /**
     * Keeps and prints a board's results.
     *
     * @param number that of the board
     * @param before what the record has already
     * @param alone whether it is the only board
     */
    private RanBoard keep(
            RunRecord record,
            FailureCards cards,
            int number,
            FarmResults.OfBoard left,
            List<RanScript> before,
            boolean alone) {
        RanBoard board = left.ran();
        Set<String> kept = before.stream().map(RanScript::script).collect(Collectors.toSet());
        List<RanScript> others = new ArrayList<>(board.scripts());
        others.removeIf(script -> kept.contains(script.script()));
        RunRecord.OfBoard taken = record.whole(number, board.withScripts(others));
        String other = left.facts().isEmpty() ? null : taken.facts(left.facts());
        for (FarmResults.TaskFiles task : left.files()) {
            String edited = record.read(task.run().texts());
            other = other == null && !task.names().isEmpty() ? edited : other;
        }
        other = other == null && !left.mixed().isEmpty() ? String.join("; ", left.mixed()) : other;
        if (other != null && !board.scripts().isEmpty()) {
            List<RanScript> all = new ArrayList<>(board.scripts());
            RanScript last = all.remove(all.size() - 1);
            RanTest mixed = RanTest.without(last.script() + ", the rest", Verdict.ERROR, other);
            taken.late(last.script(), mixed);
            all.add(last.with(mixed));
            board = board.withScripts(all);
        }
        taken.forgetCalls();
        left.files().forEach(task -> taken.take(task.files(), task.names()));
        out.println(MarkedLine.of(board.board() + ", " + board.about()));
        ResultLines.ofFailures(board, cards).forEach(out::println);
        ResultLines.ofEnd(board, alone, record.notes()).forEach(out::println);
        LogState log = KernelLogFact.of(left.facts());
        if (log != null && !log.isReadable()) {
            out.println(board.board() + ": " + log.told());
        }
        out.println(board.total());
        return board.withFiles(taken.files());
    }
}
