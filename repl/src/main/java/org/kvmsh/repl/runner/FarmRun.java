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
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.record.KernelLogFact;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.results.record.UnmetOptions;

/** Tests that the tasks of a farm run. */
final class FarmRun {
    private final FarmOptions farm;
    private final BoardNeeds needs;
    private final RunOptions options;
    private final Ending ending;
    private final RunRecord record;
    private final StandardOutput out;
    private final SlurmFarm slurm;
    private final Instant began = Instant.now();
    private FarmResults results;

    FarmRun(
            FarmOptions farm,
            BoardNeeds needs,
            Map<String, String> environment,
            RunOptions options,
            Ending ending,
            RunRecord record,
            StandardOutput out) {
        this.farm = farm;
        this.needs = needs;
        this.options = options;
        this.ending = ending;
        this.record = record;
        this.out = out;
        this.slurm = new SlurmFarm(environment, out, new FarmStop() {
            @Override
            public boolean isCancelling() {
                return ending.isWanted() && !ending.isHangup();
            }

            @Override
            public boolean isLeaving() {
                return ending.isHangup();
            }
        });
    }

    /**
     * Runs the scripts on the boards.
     *
     * @param names null for this host's KVM
     * @param words the command line's options that each task gets
     * @param before the run to go on with; null for a new one
     * @param attach whether its tasks are waited for, and none is begun
     * @return null if the tasks go on without this process
     */
    List<RanBoard> run(List<String> names, Path folder, List<String> words, RecordedRun before, boolean attach)
            throws FarmUnavailable, IOException {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        names.stream()
                .map(BoardRun::asked)
                .forEach(title -> asked.put(
                        title,
                        options.scripts(title).stream().map(TestScript::name).toList()));
        Map<String, Set<String>> done = before == null
                ? Map.of()
                : FarmResults.read(folder, asked, began).done();
        List<FarmBoard> boards = names.stream()
                .map(name -> board(name, done.getOrDefault(BoardRun.asked(name), Set.of())))
                .filter(board -> !board.scripts().isEmpty())
                .toList();
        boolean over = attach
                ? slurm.attach(folder)
                : boards.isEmpty()
                        || slurm.run(
                                new FarmAsked(boards, options.arguments(), words, farm.sbatch(), needs, farm.length()),
                                folder);
        if (!over) {
            return null;
        }
        results = FarmResults.read(folder, asked, began);
        List<RanBoard> ran = new ArrayList<>();
        for (FarmResults.OfBoard each : results.boards()) {
            ran.add(keep(each, before == null ? List.of() : before.done(ran.size())));
        }
        return ran;
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

    /** The options that no task has met. */
    UnmetOptions unmet() {
        return results.unmet();
    }

    /**
     * Keeps and prints a board's results.
     *
     * @param before what the record has already
     */
    private RanBoard keep(FarmResults.OfBoard left, List<RanScript> before) {
        RanBoard board = left.ran();
        Set<String> kept = before.stream().map(RanScript::script).collect(Collectors.toSet());
        List<RanScript> others = new ArrayList<>(board.scripts());
        others.removeIf(script -> kept.contains(script.script()));
        RunRecord.OfBoard taken = record.whole(new RanBoard(board.board(), board.about(), board.began(), others));
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
            board = new RanBoard(board.board(), board.about(), board.began(), all);
        }
        taken.forgetCalls();
        left.files().forEach(task -> taken.take(task.files(), task.names()));
        out.println(MarkedLine.of(board.board() + ", " + board.about()));
        ResultLines.ofFailures(board).forEach(out::println);
        board.reasons().forEach(reason -> out.println("skipped: " + reason));
        board.flakes().forEach(flake -> out.println("flaky: " + flake));
        board.unchecked().forEach(out::println);
        LogState log = KernelLogFact.of(left.facts());
        if (log != null && !log.isReadable()) {
            out.println(board.board() + ": " + log.told());
        }
        out.println(MarkedLine.of(board.board() + ": ")
                .and(RanBoard.counts(List.of(board)).line()));
        return board.withFiles(taken.files());
    }
}
