package org.kvmsh.repl.runner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.results.record.UnmetOptions;

/** Tests that this process runs, on one board after the other. */
final class HostRun {
    /** A factory for the run of the scripts on a board. */
    interface Opening {
        RunOfBoard of(String name, List<RanScript> done);
    }

    private final Opening boards;
    private final RunOptions options;
    private final Ending ending;
    private final RunRecord record;
    private final StandardOutput out;
    private boolean notSetUp;
    private UnmetOptions unmet;
    private boolean leftBehind;

    HostRun(Opening boards, RunOptions options, Ending ending, RunRecord record, StandardOutput out) {
        this.boards = boards;
        this.options = options;
        this.ending = ending;
        this.record = record;
        this.out = out;
    }

    /**
     * Runs the scripts on each board.
     *
     * @param names null for this host's KVM, or the model used instead
     * @param resumed the run to go on with; null for a new one
     */
    List<RanBoard> run(List<String> names, RecordedRun resumed) throws Exception {
        List<RanBoard> reports = new ArrayList<>();
        String over = null;
        for (String name : names) {
            if (over != null) {
                reports.add(notRun(BoardRun.asked(name), over));
                continue;
            }
            RunOfBoard run = boards.of(name, resumed == null ? List.of() : resumed.done(reports.size()));
            reports.add(ended(run, run.run()));
            over = ending.isWanted()
                    ? ending.wanted().reasonOfOthers()
                    : leftBehind
                            ? "an earlier script did not finish"
                            : run.isFailedFast() ? EndedEarly.FAILED_FAST.reasonOfOthers() : null;
        }
        return reports;
    }

    /**
     * Runs the scripts on two boards, which are open at the same time and take turns round by round.
     *
     * @param resumed the run to go on with; null for a new one
     */
    List<RanBoard> inTurn(List<String> names, RecordedRun resumed) throws Exception {
        List<RunOfBoard> runs = new ArrayList<>();
        List<FutureTask<RanBoard>> tasks = new ArrayList<>();
        for (String name : names) {
            RunOfBoard run = boards.of(name, resumed == null ? List.of() : resumed.done(runs.size()));
            runs.add(run);
            tasks.add(new FutureTask<>(run::run));
            Thread thread = new Thread(tasks.get(tasks.size() - 1), "board");
            thread.setDaemon(true);
            thread.start();
        }
        List<RanBoard> reports = new ArrayList<>();
        for (FutureTask<RanBoard> task : tasks) {
            try {
                reports.add(task.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception thrown ? thrown : e;
            }
        }
        for (int i = 0; i < runs.size(); i++) {
            ended(runs.get(i), reports.get(i));
        }
        return reports;
    }

    private RanBoard ended(RunOfBoard run, RanBoard report) {
        report.reasons().forEach(reason -> out.println("skipped: " + reason));
        report.flakes().forEach(flake -> out.println("flaky: " + flake));
        report.unchecked().forEach(out::println);
        out.println(MarkedLine.of(report.board() + ": ")
                .and(RanBoard.counts(List.of(report)).line()));
        notSetUp |= run.isNotSetUp();
        unmet = run.unmet() == null ? unmet : UnmetOptions.both(unmet, run.unmet());
        leftBehind |= run.isLeftBehind();
        return report;
    }

    /** Whether a board lacks what every commit needs. */
    boolean isNotSetUp() {
        return notSetUp;
    }

    /** Whether a script is still running: nothing else may run in this process. */
    boolean isLeftBehind() {
        return leftBehind;
    }

    /** The options that the run was given and did not meet. */
    UnmetOptions unmet() {
        return unmet != null
                ? unmet
                : new UnmetOptions(
                        options.selection().unmet(),
                        options.known().unmet(),
                        options.allowed().unmet());
    }

    private RanBoard notRun(String board, String why) {
        out.println(board + " did not run: " + why);
        RanBoard ran = RanBoard.notRun(
                board,
                Instant.now(),
                options.scripts(board).stream().map(TestScript::name).toList(),
                why);
        record.whole(ran);
        return ran;
    }
}
