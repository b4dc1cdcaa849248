package org.kvmsh.repl.runner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.kvmsh.bindings.board.BoardLoad;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.results.record.UnmetOptions;

/**
 * Tests that this host runs, on boards beside each other as far as there is room for them, or on two boards in turn.
 * The output of each board is in one piece: it is held until the boards named before it have ended.
 */
public final class HostRun implements TestHost {
    /** A factory for the run of the scripts on a board. */
    private interface Opening {
        RunOfBoard of(RunUnderway run, String name, List<RanScript> done);
    }

    /** What two boards in turn take: each waits for the other one, and not for room. */
    private static final BoardLoad IN_TURN = new BoardLoad(0, 0, null);
    /** The memory of a process for a script: that of a JVM which runs kvmsh. */
    private static final int PROCESS_MEGABYTES = 512;

    private final TestRunRequest request;
    private final Opening opening;
    private final boolean inTurn;
    private final List<BoardLoad> loads;
    private final StandardOutput out;
    private final Progress line;
    private final AloneGate scripts = new AloneGate();
    /** The boards that have begun. */
    private final List<RunOfBoard> begun = new CopyOnWriteArrayList<>();

    private HostRun(
            TestRunRequest request,
            Opening opening,
            boolean inTurn,
            List<BoardLoad> loads,
            StandardOutput out,
            Progress line) {
        this.request = request;
        this.opening = opening;
        this.inTurn = inTurn;
        this.loads = loads;
        this.out = out;
        this.line = line;
    }

    /** A run in this process. */
    public static HostRun inProcess(TestRunRequest request, Boards boards, StandardOutput out, Progress line)
            throws NoSuchBoard {
        return inProcess(request, boards, out, line, BoardGate.OPEN);
    }

    /** The same, with what it adds to the tests of each board. */
    public static HostRun inProcess(
            TestRunRequest request, Boards boards, StandardOutput out, Progress line, BoardGate gate)
            throws NoSuchBoard {
        return new HostRun(
                request,
                (run, name, done) -> new BoardRun(boards, name, run, done).behind(gate),
                false,
                loads(request, boards, 0),
                out,
                line);
    }

    /** A run of two boards in this process, which are open at the same time and take turns round by round. */
    public static HostRun inTurn(TestRunRequest request, Boards boards, StandardOutput out, Progress line) {
        Turns turns = new Turns();
        return new HostRun(
                request,
                (run, name, done) -> new BoardRun(boards, name, run, done).taking(turns.of(run.board())),
                true,
                request.boards().stream().map(name -> IN_TURN).toList(),
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
            Boards boards,
            Map<String, String> environment,
            List<String> words,
            StandardOutput out,
            Progress line)
            throws NoSuchBoard {
        return new HostRun(
                request,
                (run, name, done) -> new IsolatedBoardRun(environment, name, run, words, done),
                false,
                loads(request, boards, PROCESS_MEGABYTES),
                out,
                line);
    }

    /**
     * What each board takes of this host: with several scripts at once, a processor for each.
     *
     * @param megabytes those that a script takes besides the board's
     */
    private static List<BoardLoad> loads(TestRunRequest request, Boards boards, int megabytes) throws NoSuchBoard {
        int jobs = request.options().jobs();
        List<BoardLoad> loads = new ArrayList<>();
        for (String name : request.boards()) {
            BoardLoad load = boards.load(name == null ? Boards.KVM : name);
            loads.add(new BoardLoad(
                    load.cores() == 0 ? 0 : Math.max(load.cores(), jobs),
                    load.megabytes() + megabytes * jobs,
                    load.hardware()));
        }
        return loads;
    }

    @Override
    public Results run(Ending ending, RunRecord record) throws Exception {
        try (TestProgress progress = new TestProgress(line, out)) {
            FailureCards cards = new FailureCards(record.notes());
            HostRoom room = HostRoom.now(loads);
            List<RunUnderway> runs = new ArrayList<>();
            for (int board = 0; board < loads.size(); board++) {
                runs.add(new RunUnderway(
                        request.options(),
                        board,
                        loads.size() > 1,
                        new HeldOutput(out),
                        ending,
                        record,
                        progress.board(board),
                        cards,
                        scripts,
                        this::whyOver));
            }
            return results(
                    runs.size() == 1 ? List.of(live(runs.get(0), () -> ran(room, runs.get(0)))) : beside(room, runs));
        }
    }

    private Results results(List<RanBoard> reports) {
        UnmetOptions unmet = begun.stream()
                .map(RunOfBoard::unmet)
                .filter(Objects::nonNull)
                .reduce(UnmetOptions::both)
                .orElse(null);
        RunOptions options = request.options();
        return new Results(
                reports,
                unmet != null
                        ? unmet
                        : new UnmetOptions(
                                options.selection().unmet(), options.known().unmet()),
                begun.stream().anyMatch(RunOfBoard::isNotSetUp),
                begun.stream().anyMatch(RunOfBoard::isLeftBehind));
    }

    /** A task whose board prints at once. */
    private interface Task {
        RanBoard done() throws Exception;
    }

    private static RanBoard live(RunUnderway run, Task task) throws Exception {
        run.out().live();
        return task.done();
    }

    private List<RanBoard> beside(HostRoom room, List<RunUnderway> runs) throws Exception {
        List<FutureTask<RanBoard>> tasks = new ArrayList<>();
        for (RunUnderway run : runs) {
            if (inTurn) {
                run.out().live();
            }
            FutureTask<RanBoard> task = new FutureTask<>(() -> ran(room, run));
            tasks.add(task);
            Thread thread = new Thread(task, "board");
            thread.setDaemon(true);
            thread.start();
        }
        List<RanBoard> reports = new ArrayList<>();
        for (RunUnderway run : runs) {
            FutureTask<RanBoard> task = tasks.get(run.board());
            try {
                reports.add(live(run, task::get));
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception thrown ? thrown : e;
            }
        }
        if (inTurn) {
            runs.forEach(run -> end(run, reports.get(run.board())));
        }
        return reports;
    }

    private RanBoard ran(HostRoom room, RunUnderway run) throws Exception {
        String name = request.boards().get(run.board());
        if (!room.enter(run.board(), () -> run.whyStopped() != null)) {
            return notRun(run, BoardRun.asked(name), run.whyStopped());
        }
        try {
            RunOfBoard board = opening.of(run, name, request.done(run.board()));
            begun.add(board);
            RanBoard report = board.run();
            if (!inTurn) {
                end(run, report);
            }
            return report;
        } finally {
            room.leave(run.board());
        }
    }

    /** Why no board runs another script; null if nothing but a signal ends the run. */
    private String whyOver() {
        String why = null;
        for (RunOfBoard board : begun) {
            why = board.isLeftBehind()
                    ? "another script did not finish"
                    : why == null && board.isFailedFast() ? EndedEarly.FAILED_FAST.reasonOfOthers() : why;
        }
        return why;
    }

    private void end(RunUnderway run, RanBoard report) {
        ResultLines.ofEnd(report, request.boards().size() == 1, run.record().notes())
                .forEach(run.out()::println);
        run.out().println(report.total());
    }

    private static RanBoard notRun(RunUnderway run, String board, String why) {
        run.out().println(board + " did not run: " + why);
        RanBoard ran = RanBoard.notRun(
                board,
                Instant.now(),
                run.options().scripts(board).stream().map(TestScript::name).toList(),
                why);
        run.record().whole(run.board(), ran);
        return ran;
    }
}
