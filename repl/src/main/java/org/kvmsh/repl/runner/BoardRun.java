package org.kvmsh.repl.runner;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardNotSetUp;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.session.EndedEarly;
import org.kvmsh.dsl.session.KernelFaults;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.TestResult;
import org.kvmsh.dsl.session.Verdict;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.known.KnownBoard;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.RunRecord;

/** Scripts on one board, which is started once for all of them, on a thread that is abandoned if nothing ends a script. */
final class BoardRun {
    /** How long a test may continue after its limit, before its board is closed, and before it is abandoned. */
    private static final Duration BOARD_TAKEN = Duration.ofSeconds(4);
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(8);

    private final Boards boards;
    private final String name;
    private final RunOptions options;
    private final List<TestScript> scripts;
    private final PrintWriter out;
    private final Ending ending;
    private final RunRecord record;
    private final Instant began = Instant.now();
    /** The results of each script, of each time that it ran. */
    private final List<RanScript> reports = new ArrayList<>();
    /** What scripts gave before the run was resumed, and this run has not taken over yet. */
    private final List<RanScript> done;
    private final Map<String, Boolean> ok = new HashMap<>();
    /** The scripts of this round that have not ended. */
    private final Deque<TestScript> left = new ArrayDeque<>();
    /** How many results there were before this round. */
    private int earlier;
    private String title;
    private String about = "not available";
    private Board board;
    private ScriptRun current;
    /** What is kept of this board, and of the script that runs. */
    private RunRecord.OfBoard kept;
    private RunRecord.OfScript keptScript;
    private KernelWatch watch;
    /** How often the board was started. */
    private int starts = 1;
    private boolean boardTaken;
    private boolean leftBehind;
    private volatile boolean notSetUp;
    /** Whether the kernel oopsed since the board was started. */
    private boolean oopsed;

    /**
     * A run that begins, or goes on.
     *
     * @param name null for this host's KVM, or the model used instead
     * @param done what its scripts gave before a run was resumed
     */
    BoardRun(Boards boards, String name, RunOptions options, List<RanScript> done, PrintWriter out, Ending ending, RunRecord record) {
        this.boards = boards;
        this.name = name;
        this.options = options;
        this.done = new ArrayList<>(done);
        this.scripts = options.scripts(asked(name));
        this.out = out;
        this.ending = ending;
        this.record = record;
        this.title = asked(name);
    }

    /** The name by which a board was asked for, as results have it. */
    static String asked(String name) {
        return name == null ? Boards.KVM : BoardName.withoutToken(name);
    }

    RanBoard run() throws Exception {
        try {
            return Worker.run(ending, this::isStuck, this::onBoard);
        } catch (LeftBehind e) {
            return whatRan();
        }
    }

    /** Whether the board is not available for a reason that is this machine's. */
    boolean isNotSetUp() {
        return notSetUp;
    }

    /** Whether a script is still running: nothing else may run in this process. */
    synchronized boolean isLeftBehind() {
        return leftBehind;
    }

    private RanBoard onBoard() {
        try {
            opened(boards.openOrStandIn(name, why -> out.println("KVM is not available on this host: " + why)));
            keepFacts();
        } catch (BoardUnavailable e) {
            notSetUp = e instanceof BoardNotSetUp;
            out.println(title + " is not available: " + e.getMessage());
            kept = record.board(title, about, began);
            kept.console(starts, e.console());
            take(scripts);
            List.copyOf(left).forEach(script -> add(RanScript.notRun(script.name(), e.getMessage())));
            return report();
        }
        try {
            for (int round = 1; round(round); round++) {
                while (!left.isEmpty()) {
                    String why = notRunWhy();
                    add(why != null ? notRun(left.peek(), why) : run(left.peek()));
                }
                late();
            }
            return report();
        } finally {
            keepConsole();
            board.close();
        }
    }

    /** What the board has printed so far; a run that is killed has its boot. */
    private void keepConsole() {
        kept.console(starts, board.known().console().get());
    }

    /** Begins the next round; false after the last one. A run that is to end begins none. */
    private synchronized boolean round(int round) {
        if (round > 1 && notRunWhy() == null && isIdle() && options.rounds().endsIdle(asked(name))) {
            return false;
        }
        List<TestScript> next = round == 1 || notRunWhy() == null ? options.rounds().round(round, scripts, script -> ok.getOrDefault(script.name(), true)) : List.of();
        if (!next.isEmpty() && options.rounds().title(round) != null) {
            out.println(options.rounds().title(round));
        }
        earlier = reports.size();
        take(next);
        return !next.isEmpty();
    }

    /** Whether no test ran in this round. */
    private boolean isIdle() {
        return reports.subList(earlier, reports.size()).stream().flatMap(script -> script.tests().stream()).allMatch(test -> test.verdict() == Verdict.SKIPPED);
    }

    /** A round's scripts, without those that ran in it before the run was resumed. */
    private void take(List<TestScript> round) {
        for (TestScript script : round) {
            RanScript before = done.stream().filter(each -> each.script().equals(script.name())).findFirst().orElse(null);
            if (before == null) {
                left.add(script);
            } else {
                done.remove(before);
                ok.put(before.script(), before.isOk());
                reports.add(before);
            }
        }
    }

    /** Whether a test failed that is to be the last one. */
    synchronized boolean isFailedFast() {
        return options.failFast() && !reports.stream().allMatch(RanScript::isOk);
    }

    /** Why no other script runs; null if the next one does. */
    private String notRunWhy() {
        return ending.isWanted() ? ending.wanted().reasonOfOthers() : isFailedFast() ? EndedEarly.FAILED_FAST.reasonOfOthers() : null;
    }

    /** What the kernel reports after a script has ended is a result of that script's too. */
    private synchronized void late() {
        KernelFaults faults = new KernelFaults(watch, options.allowed());
        TestResult result = reports.isEmpty() ? null : faults.judgedOutside(null, reports.get(reports.size() - 1).script() + ", after it ended");
        if (result != null && !leftBehind) {
            RanTest kernels = RanTest.of(result);
            RanScript last = reports.remove(reports.size() - 1).with(kernels);
            reports.add(last);
            ok.put(last.script(), last.isOk());
            kept.late(last.script(), kernels);
            result.lines(last.tests().size()).forEach(out::println);
        }
        oopsed |= faults.takeOops();
    }

    private void keepFacts() {
        keepConsole();
        if (record.folder() != null) {
            try {
                kept.facts(BoardFacts.ofHost(board));
            } catch (BoardLost e) {
                // The first script's result has it.
                return;
            }
        }
    }

    private synchronized void opened(Board opened) {
        board = opened;
        title = opened.toString();
        about = opened.about();
        kept = record.board(title, about, began);
        out.println(MarkedLine.of(opened).and(", " + about));
        watch = opened.watch().begin();
        if (watch.unreadable() != null) {
            out.println(title + ": the kernel's log cannot be read (" + watch.unreadable() + "); a kernel fault shows only as a taint");
        }
        if (watch.taints() != null) {
            out.println(title + ": the kernel is tainted before the first test: " + watch.taints());
        }
    }

    private synchronized void add(RanScript report) {
        if (!leftBehind) {
            keep(report);
        }
        current = null;
    }

    /** A script whose tests were all left out has no result. */
    private void keep(RanScript report) {
        left.poll();
        ok.put(report.script(), report.isOk());
        RanScript whole = report;
        if (keptScript == null) {
            kept.whole(report);
        } else {
            whole = keptScript.ended(report);
        }
        if (!report.tests().isEmpty()) {
            reports.add(whole);
        }
        keptScript = null;
    }

    private synchronized RanBoard report() {
        return RanBoard.of(title, about, began, reports).withFiles(kept == null ? null : kept.files());
    }

    private RanScript notRun(TestScript script, String why) {
        out.println(MarkedLine.of(Mark.STEP, script.name()));
        TestResult.notRun(script.name(), why).lines(1).forEach(out::println);
        return RanScript.notRun(script.name(), why);
    }

    private RanScript run(TestScript script) {
        late();
        try {
            startAgain();
        } catch (BoardUnavailable e) {
            return notRun(script, e.getMessage());
        }
        out.println(MarkedLine.of(Mark.STEP, script.name()));
        try (Kvmsh kvmsh = new Kvmsh(boards, out, step -> { }).tracingErrors(options.traceErrors()).unchecked(options.unchecked())) {
            kvmsh.use(board.again());
            // They are reported with the result of the script.
            kvmsh.session().unchecked().tell(null);
            kvmsh.session().tests().text().limit(options.timeout());
            kvmsh.session().faults().watch(watch, options.allowed());
            kvmsh.session().faults().afterOops(() -> afterOops(kvmsh.session()));
            ScriptPolicy policy = options.policy(asked(name), script, new KnownBoard(List.of(asked(name), board.name()), board.kernel().release()));
            kvmsh.session().tests().follow(policy);
            ScriptRun run = new ScriptRun(kvmsh, script, policy, options.arguments(), out);
            begin(run, policy);
            kvmsh.session().tests().tell(keptScript.listener());
            ending.stopsWith(kvmsh::end);
            RanScript report = run.run();
            keptScript.rest(report, run.evidence());
            oopsed |= kvmsh.session().faults().takeOops();
            return report;
        } catch (BoardUnavailable e) {
            return notRun(script, e.getMessage());
        } finally {
            ending.stopsWith(null);
        }
    }

    private synchronized void begin(ScriptRun run, ScriptPolicy policy) {
        current = run;
        keptScript = kept.script(run.script(), policy::known);
    }

    /** Opens the board once more where a script cost it, or its kernel's health. */
    private void startAgain() throws BoardUnavailable {
        if (board.kernel().lost() == null && !oopsed) {
            return;
        }
        String spent = board.whyNotRestarted();
        if (spent != null) {
            throw new BoardUnavailable(spent);
        }
        if (board.kernel().lost() == null && !board.isRestartable()) {
            out.println(board + ": its kernel oopsed and kvmsh cannot restart the board; the next tests run on the damaged kernel");
            oopsed = false;
            return;
        }
        out.println(board + (oopsed ? ": its kernel oopsed, and it" : ", and") + " is restarted" + (board.bootLog() == null ? "" : "; its console is in " + board.bootLog()));
        keepConsole();
        Board again = boards.restart(board, name == null ? Boards.KVM : name);
        replaced(again, again.watch().begin());
        starts++;
        keepConsole();
        if (again.kernel().lost() != null) {
            throw new BoardUnavailable(again.name() + ": " + again.kernel().lost().getMessage());
        }
    }

    private synchronized void replaced(Board again, KernelWatch watched) {
        board = again;
        watch = watched;
        boardTaken = false;
        oopsed = false;
    }

    /** The next test runs on the board started again, where kvmsh can do that. */
    private void afterOops(Session session) {
        oopsed = true;
        Board before = board;
        try {
            startAgain();
            if (board != before) {
                Board fresh = board.again();
                session.replaceBoard(fresh, new HostFacts(fresh, boards::available), watch);
            }
        } catch (BoardUnavailable e) {
            out.println(before.name() + " could not be started: " + e.getMessage());
        }
    }

    private synchronized boolean isStuck() {
        Duration resistance = current == null ? Duration.ZERO : current.resistance();
        if (resistance.compareTo(BOARD_TAKEN) > 0 && !boardTaken) {
            boardTaken = true;
            Thread taking = new Thread(board::cut, "board-cut");
            taking.setDaemon(true);
            taking.start();
        }
        return resistance.compareTo(LEFT_BEHIND) > 0;
    }

    private synchronized RanBoard whatRan() {
        leftBehind = true;
        EndedEarly why = ending.isWanted() ? ending.wanted() : EndedEarly.TIMEOUT;
        if (current != null) {
            RanScript abandoned = current.abandon(why);
            keptScript.rest(abandoned, current.evidence());
            keep(abandoned);
        }
        while (!left.isEmpty()) {
            keep(notRun(left.peek(), ending.isWanted() ? why.reasonOfOthers() : "the previous script did not finish"));
        }
        return report();
    }
}
