package org.kvmsh.repl.runner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.results.record.UnmetOptions;

/** Tests that this host runs, on one board after the other or on two boards in turn. */
public final class HostRun implements TestHost {
    /** A factory for the run of the scripts on a board. */
    private interface Opening {
        RunOfBoard of(RunUnderway run, String name, List<RanScript> done);
    }

    private final TestRunRequest request;
    private final Opening opening;
    private final boolean inTurn;
    private final StandardOutput out;
    private final Progress line;
    private boolean notSetUp;
    private UnmetOptions unmet;
    private boolean leftBehind;

    private HostRun(TestRunRequest request, Opening opening, boolean inTurn, StandardOutput out, Progress line) {
        this.request = request;
        this.opening = opening;
        this.inTurn = inTurn;
        this.out = out;
        this.line = line;
    }

    /** A run in this process. */
    public static HostRun inProcess(TestRunRequest request, Boards boards, StandardOutput out, Progress line) {
        return new HostRun(request, (run, name, done) -> new BoardRun(boards, name, run, done), false, out, line);
    }

    /** The same, with what it adds to the tests of each board. */
    public static HostRun inProcess(
            TestRunRequest request, Boards boards, StandardOutput out, Progress line, BoardGate gate) {
        return new HostRun(
                request, (run, name, done) -> new BoardRun(boards, name, run, done).behind(gate), false, out, line);
    }

    /** A run of two boards in this process, which are open at the same time and take turns round by round. */
    public static HostRun inTurn(TestRunRequest request, Boards boards, StandardOutput out, Progress line) {
        Turns turns = new Turns();
        return new HostRun(
                request,
                (run, name, done) -> new BoardRun(boards, name, run, done).taking(turns.next()),
                true,
                out,
                line);
    }

    /**
     * A run with a process for each script.
     *
     * @param words the command line's options that each process gets
     */
    public static HostRun isolated(
            TestRunRequest request,
            Map<String, String> environment,
            List<String> words,
            StandardOutput out,
            Progress line) {
        return new HostRun(
                request,
                (run, name, done) -> new IsolatedBoardRun(environment, name, run, words, done),
                false,
                out,
                line);
    }

    @Override
    public Results run(Ending ending, RunRecord record) throws Exception {
        try (TestProgress progress = new TestProgress(line, out)) {
            RunUnderway run =
                    new RunUnderway(request.options(), out, ending, record, progress, new FailureCards(record.notes()));
            List<RanBoard> boards = inTurn ? inTurn(run) : oneByOne(run);
            return new Results(boards, unmet(), notSetUp, leftBehind);
        }
    }

    private List<RanBoard> oneByOne(RunUnderway run) throws Exception {
        List<RanBoard> reports = new ArrayList<>();
        String over = null;
        for (String name : request.boards()) {
            if (over != null) {
                reports.add(notRun(run, BoardRun.asked(name), over));
                continue;
            }
            RunOfBoard board = opening.of(run, name, request.done(reports.size()));
            reports.add(ended(run, board, board.run()));
            over = run.whyStopped() != null
                    ? run.whyStopped()
                    : leftBehind
                            ? "an earlier script did not finish"
                            : board.isFailedFast() ? EndedEarly.FAILED_FAST.reasonOfOthers() : null;
        }
        return reports;
    }

    private List<RanBoard> inTurn(RunUnderway run) throws Exception {
        List<RunOfBoard> runs = new ArrayList<>();
        List<FutureTask<RanBoard>> tasks = new ArrayList<>();
        for (String name : request.boards()) {
            RunOfBoard board = opening.of(run, name, request.done(runs.size()));
            runs.add(board);
            tasks.add(new FutureTask<>(board::run));
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
            ended(run, runs.get(i), reports.get(i));
        }
        return reports;
    }

    private RanBoard ended(RunUnderway whole, RunOfBoard run, RanBoard report) {
        ResultLines.ofEnd(report, request.boards().size() == 1, whole.record().notes())
                .forEach(out::println);
        out.println(report.total());
        notSetUp |= run.isNotSetUp();
        unmet = run.unmet() == null ? unmet : UnmetOptions.both(unmet, run.unmet());
        leftBehind |= run.isLeftBehind();
        return report;
    }

    private UnmetOptions unmet() {
        RunOptions options = request.options();
        return unmet != null
                ? unmet
                : new UnmetOptions(options.selection().unmet(), options.known().unmet());
    }

    private RanBoard notRun(RunUnderway run, String board, String why) {
        out.println(board + " did not run: " + why);
        RanBoard ran = RanBoard.notRun(
                board,
                Instant.now(),
                run.options().scripts(board).stream().map(TestScript::name).toList(),
                why);
        run.record().whole(ran);
        return ran;
    }
}
