package org.kvmsh.repl.runner;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardNotSetUp;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.KernelFaults;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.known.KnownBoard;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;

/**
 * Scripts on one board, which is started once for all of them, on threads that are abandoned if nothing ends a script.
 */
final class BoardRun implements RunOfBoard {
    /**
     * The times that a test may continue after its limit: before its board is closed, and before the test is abandoned.
     */
    private static final Duration BOARD_TAKEN = Duration.ofSeconds(4);

    private static final Duration LEFT_BEHIND = Duration.ofSeconds(8);

    private final Boards boards;
    private final String name;
    private final RunUnderway whole;
    private final RunOptions options;
    private final HeldOutput out;
    private final Ending ending;
    private final BoardUnderTest tested;
    private final BoardResults results;
    private final List<ScriptUnderway> underway = new CopyOnWriteArrayList<>();
    private final LateFailures threads = new LateFailures();
    private Lanes lanes = new Lanes(1);
    private Turns.OfBoard turn = new Turns().alone();
    private BoardGate gate = BoardGate.OPEN;
    /** Why the gate lets no other script run; null if it does. */
    private volatile String closed;

    private volatile boolean leftBehind;
    private volatile boolean notSetUp;
    /** Whether machines move in this round. */
    private volatile boolean moves;

    /**
     * A run that begins, or goes on.
     *
     * @param name null for this host's KVM, or the model used instead
     * @param done what its scripts gave before a run was resumed
     */
    BoardRun(Boards boards, String name, RunUnderway whole, List<RanScript> done) {
        this.boards = boards;
        this.name = name;
        this.whole = whole;
        this.options = whole.options();
        this.out = whole.out();
        this.ending = whole.ending();
        this.tested = new BoardUnderTest(boards, name, out);
        this.results = new BoardResults(whole, asked(name), done);
    }

    /** The name by which a board was asked for, as results have it. */
    static String asked(String name) {
        return name == null ? Boards.KVM : BoardName.withoutToken(name);
    }

    @Override
    public RanBoard run() throws Exception {
        try {
            return Worker.run(ending, this::stop, this::isStuck, this::onBoard);
        } catch (LeftBehind e) {
            return whatRan();
        }
    }

    /** Whether the board is not available for a reason that is this machine's. */
    @Override
    public boolean isNotSetUp() {
        return notSetUp;
    }

    /** Whether a script is still running: nothing else may run in this process. */
    @Override
    public boolean isLeftBehind() {
        return leftBehind;
    }

    /** The same, which waits for its turn before each round. */
    BoardRun taking(Turns.OfBoard turns) {
        turn = turns;
        return this;
    }

    /** The same with what is told before its scripts, and what ends them. */
    BoardRun behind(BoardGate its) {
        gate = its;
        return this;
    }

    private RanBoard onBoard() {
        try {
            turn.begin();
            return inTurn();
        } finally {
            turn.leave();
        }
    }

    private boolean opens() throws BoardUnavailable {
        tested.open();
        opened();
        takeFacts();
        return true;
    }

    private RanBoard inTurn() {
        if (ending.isWanted()) {
            results.notRun(ending.wanted().reasonOfOthers());
            return results.whole();
        }
        try {
            if (beside(false, this::opens) == null) {
                results.notRun(notRunWhy());
                return results.whole();
            }
        } catch (BoardUnavailable e) {
            notSetUp = e instanceof BoardNotSetUp;
            results.kept().console(1, e.console());
            results.unavailable(e.getMessage());
            return results.whole();
        }
        try {
            for (int number = 1; results.round(number, notRunWhy() != null, turn.isAlone()); number++) {
                moves = options.rounds().moves(number);
                lanes.run(
                        results.open().size(),
                        this::runLane,
                        lane -> underway.stream().noneMatch(script -> script.thread() == lane));
                threads.await(ending::isWanted);
                late();
                results.endRound();
                turn.end();
                turn.begin();
            }
            lastLook();
            return results.whole();
        } finally {
            tested.close();
        }
    }

    /** Whether a test failed that is to be the last one. */
    @Override
    public boolean isFailedFast() {
        return results.isFailedFast();
    }

    /** Why no other script runs; null if the next one does. */
    private String notRunWhy() {
        return ending.isWanted()
                ? ending.wanted().reasonOfOthers()
                : isFailedFast()
                        ? EndedEarly.FAILED_FAST.reasonOfOthers()
                        : isLeftBehind()
                                ? "another script did not finish"
                                : closed != null ? closed : whole.whyStopped();
    }

    private void runLane() {
        for (TestScript script = results.next(); script != null; script = results.next()) {
            String why = notRunWhy();
            if (why != null || !runs(script)) {
                results.notRun(script, why != null ? why : notRunWhy());
            }
        }
    }

    /** Runs a script, or reports that its board is not available; false if nothing runs any more. */
    private boolean runs(TestScript script) {
        Boolean ran = false;
        boolean alone = hasOthers() && script.isAlone();
        while (ran != null && !ran) {
            late();
            if (tested.isDamaged() && !restarted(script)) {
                return true;
            }
            ran = lanes.beside(alone, () -> beside(alone, () -> run(script)));
        }
        return ran != null;
    }

    /** Opens the board once more; where that fails, the script did not run. */
    private boolean restarted(TestScript script) {
        Boolean restarted = lanes.beside(
                true,
                () -> beside(false, () -> {
                    try {
                        tested.look();
                        late();
                        tested.startAgain();
                        return true;
                    } catch (BoardUnavailable e) {
                        tested.lossTold();
                        results.notRun(script, e.getMessage());
                        return false;
                    }
                }));
        return restarted == null || restarted;
    }

    /** Whether other scripts may run at the same time. */
    private boolean hasOthers() {
        return whole.isBeside() || lanes.count() > 1;
    }

    /** Does something beside the scripts of other boards; null if nothing begins any more. */
    private <T, E extends Exception> T beside(boolean alone, AloneGate.Work<T, E> work) throws E {
        return whole.scripts().beside(alone, () -> notRunWhy() != null, work);
    }

    /**
     * Adds what the kernel reports after a script has ended to that script's results, and also the loss of the board.
     */
    private synchronized void late() {
        if (!underway.isEmpty()) {
            return;
        }
        if (!leftBehind) {
            threads.take(results::late);
        }
        KernelFaults faults = new KernelFaults(tested.watch(), options.known().splats());
        BoardLost lost = tested.untoldLoss();
        String name = results.lateName(lanes.count() > 1);
        TestResult result =
                name == null ? null : faults.judgedOutside(lost == null ? null : TestResult.lost(name, lost), name);
        if (result != null && !leftBehind) {
            tested.lossTold();
            results.late(result);
        }
        if (faults.takeOops()) {
            tested.oopsed();
        }
    }

    /**
     * Whether the board lives, and its kernel's log was read, when all scripts have ended. A run that is stopped claims
     * nothing.
     */
    private void lastLook() {
        if (ending.isWanted() || leftBehind) {
            return;
        }
        tested.look();
        results.isOver();
        late();
        LogState state = tested.state();
        LogState wrong = tested.incomplete() != null
                ? tested.incomplete()
                : state != null && !state.isReadable() && options.requireLog() ? state : null;
        if (wrong != null) {
            results.late(TestResult.error(
                    results.lateName(lanes.count() > 1),
                    "kernel log " + wrong,
                    Failure.NONE,
                    List.of(),
                    Duration.ZERO));
        }
        results.ended(state);
    }

    /** Keeps and tells the board's facts, which are asked for once, and only if somebody wants them. */
    private void takeFacts() throws BoardUnavailable {
        tested.keepIn(results.kept());
        boolean isKept = whole.record().folder() != null;
        if (!isKept && gate == BoardGate.OPEN) {
            return;
        }
        try {
            Map<String, Object> facts = BoardFacts.ofRun(tested.board());
            String other = isKept ? results.kept().facts(facts) : null;
            if (other != null) {
                tested.close();
                throw new BoardUnavailable(other);
            }
            gate.opened(tested.board(), facts, tested.watch());
        } catch (BoardLost e) {
            // The first script's result has it.
            return;
        }
    }

    private synchronized void opened() {
        Board opened = tested.board();
        String title = opened.toString();
        results.opened(title, opened.about());
        out.println(MarkedLine.of(opened).and(", " + opened.about()));
        KernelWatch watch = tested.watch();
        if (watch.taints() != null) {
            out.println(title + ": the kernel is tainted before the first test: " + watch.taints());
        }
        if (options.jobs() > 1 && !tested.isShared()) {
            out.println(title + ": its scripts run one after the other; --jobs is for boards of this host");
        } else {
            lanes = new Lanes(options.jobs());
        }
    }

    /** Runs a script; false if its board was lost to another one before it began. */
    private boolean run(TestScript script) {
        boolean beside = lanes.count() > 1;
        if (beside && tested.isDamaged()) {
            return false;
        }
        late();
        HeldOutput held = beside ? new HeldOutput(out) : null;
        HeadedOutput printed = new HeadedOutput(beside ? held : out, script.name());
        KernelWatch watch = beside ? tested.watch().beside(script.name()) : tested.watch();
        ScriptUnderway begun = null;
        try (Kvmsh kvmsh = new Kvmsh(boards, printed, step -> {})
                .tracingErrors(options.traceErrors())
                .unchecked(options.unchecked())
                .keepingCompiled(options.compiled())) {
            kvmsh.use(tested.board().again());
            if (options.vacuity()) {
                kvmsh.session().tests().makeAgain();
            }
            if (moves) {
                kvmsh.session().moving();
            }
            // They are reported with the result of the script.
            kvmsh.session().unchecked().tell(null);
            kvmsh.session().files().tell(whole.record()::read);
            kvmsh.session().tests().text().limit(options.timeout());
            kvmsh.session().faults().watch(watch, options.known().splats());
            if (options.requireLog()) {
                kvmsh.session().faults().requireLog();
            }
            kvmsh.session().faults().afterOops(beside ? tested::oopsed : () -> tested.afterOops(kvmsh.session()));
            ScriptPolicy policy = options.policy(
                    asked(name),
                    script,
                    new KnownBoard(
                            List.of(asked(name), tested.board().name()),
                            tested.board().kernel().release(),
                            tested.board().kernel().files()),
                    results.printed(script, printed, held, gate.isBrief()));
            kvmsh.session().tests().follow(policy);
            begun = begin(script, kvmsh, policy, printed, held);
            RanScript report = begun.run().run();
            begun.kept().rest(report, begun.run().evidence());
            threads.ended(script.name(), kvmsh.session().tests(), begun.run()::failure);
            show(begun, report);
            if (kvmsh.session().faults().takeOops()) {
                tested.oopsed();
            }
        } catch (BoardUnavailable e) {
            tested.lossTold();
            results.notRun(script, e.getMessage());
        } finally {
            watch.end();
            ended(begun);
        }
        return true;
    }

    private synchronized ScriptUnderway begin(
            TestScript script, Kvmsh kvmsh, ScriptPolicy policy, HeadedOutput printed, HeldOutput held) {
        ScriptRun run = new ScriptRun(kvmsh, script, policy, options.arguments(), results::isLeftOut, printed);
        ScriptUnderway begun = new ScriptUnderway(
                script,
                Thread.currentThread(),
                kvmsh,
                run,
                printed,
                held,
                results.kept().script(script.name(), policy::known));
        kvmsh.session().tests().tell(begun.kept().listener());
        underway.add(begun);
        whole.progress().begins(script);
        return begun;
    }

    /** Ends the scripts that run, or what the board's thread waits for if none does. */
    private void stop(Thread board) {
        if (underway.isEmpty()) {
            board.interrupt();
        } else {
            underway.forEach(script -> script.kvmsh().end());
        }
    }

    private synchronized void ended(ScriptUnderway script) {
        underway.remove(script);
    }

    /** It may have been abandoned, and reported, before. */
    private synchronized void show(ScriptUnderway script, RanScript report) {
        if (!results.isLeftOut(report) && !gate.isBrief()) {
            script.out().head();
        }
        if (script.held() != null && results.lacks(script.script())) {
            script.held().show();
        }
        if (report.hasLostBoard()) {
            tested.lossTold();
        }
        results.keep(script.script(), report, script.kept());
        if (!results.isLeftOut(report)) {
            gate.ended(report);
            closed = closed == null ? gate.closes(report) : closed;
        }
    }

    private boolean isStuck() {
        boolean stuck = false;
        for (ScriptUnderway script : underway) {
            Duration resistance = script.run().resistance();
            if (resistance.compareTo(BOARD_TAKEN) > 0) {
                tested.cut();
            }
            if (resistance.compareTo(LEFT_BEHIND) > 0) {
                stuck |= lanes.count() == 1;
                if (lanes.count() > 1) {
                    abandon(script, EndedEarly.TIMEOUT);
                }
            }
        }
        return stuck;
    }

    /** Abandons a script: scripts beside it go on to their end, and nothing begins any more. */
    private synchronized void abandon(ScriptUnderway script, EndedEarly why) {
        leftBehind = true;
        if (underway.remove(script) && results.lacks(script.script())) {
            RanScript report = script.run().abandon(why);
            script.kept().rest(report, script.run().evidence());
            show(script, report);
        }
        lanes.abandon(script.thread());
    }

    private synchronized RanBoard whatRan() {
        leftBehind = true;
        EndedEarly why = ending.isWanted() ? ending.wanted() : EndedEarly.TIMEOUT;
        for (ScriptUnderway script : underway) {
            abandon(
                    script,
                    why == EndedEarly.EXIT && hasOthers() && !script.isExiting() ? EndedEarly.INTERRUPTED : why);
        }
        results.open()
                .forEach(script -> results.notRun(
                        script, ending.isWanted() ? why.reasonOfOthers() : "the previous script did not finish"));
        return results.whole();
    }
}
