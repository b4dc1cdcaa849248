package org.kvmsh.repl.runner;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.bindings.board.BoardStartInterrupted;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.LastLook;
import org.kvmsh.dsl.session.test.TestCounts;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.TestResults;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.cli.Strace;

/** A script run directly, with its steps shown. */
public final class SingleScript {
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(8);

    private static final String OUTSIDE = "outside of its tests";

    private final Kvmsh kvmsh;
    private final Language language;
    private final Source source;
    private final StandardOutput out;
    private final PrintWriter err;
    private final Strace strace;
    private PrintWriter heading;

    /** @param calls takes each system call as a line of JSON; null for none */
    public SingleScript(
            Kvmsh kvmsh,
            Language language,
            Source source,
            StandardOutput out,
            PrintWriter err,
            Consumer<String> calls) {
        this.kvmsh = kvmsh;
        this.language = language;
        this.source = source;
        this.out = out;
        this.err = err;
        this.heading = out;
        this.strace = new Strace(this::print, calls);
    }

    /** Prints each system call. */
    public SingleScript straced(boolean wanted) {
        strace.on(wanted);
        return this;
    }

    /** Standard output has what the script prints alone: the board's line goes to standard error. */
    public SingleScript quiet(boolean wanted) {
        heading = wanted ? err : out;
        return this;
    }

    private void print(MarkedLine line) {
        out.println(line);
        out.flush();
    }

    /**
     * Runs it and returns the exit status.
     *
     * @param board null for this host's KVM, or the model used instead
     * @param showValue whether its value is printed
     */
    public int run(String board, boolean showValue) throws Exception {
        try (Ending ending = Ending.bySignal(out).atExit(this::exits)) {
            return run(ending, board, showValue);
        } finally {
            out.flush();
        }
    }

    private void exits() {
        UnfinishedTests.atExit(kvmsh.session(), out);
    }

    private int run(Ending ending, String board, boolean showValue) throws Exception {
        int status;
        try {
            status = Worker.run(ending, this::isStuck, () -> onBoard(ending, board, showValue));
        } catch (BoardStartInterrupted e) {
            err.println("kvmsh: " + e.getMessage());
            status = ExitStatus.FAILED;
        } catch (LeftBehind e) {
            status = leftBehind(ending.isWanted() ? ending.wanted() : EndedEarly.TIMEOUT);
        }
        return ending.isWanted() ? ending.status() : status;
    }

    private boolean isStuck() {
        Session session = kvmsh.session();
        return session != null && session.tests().text().resistance().compareTo(LEFT_BEHIND) > 0;
    }

    private int onBoard(Ending ending, String board, boolean showValue) throws BoardUnavailable {
        try (kvmsh) {
            heading.println(kvmsh.use(board));
            heading.flush();
            strace.follow(kvmsh.session());
            kvmsh.session().tests().follow(new DirectResults());
            ending.stopsWith(kvmsh::end);
            return onBoard(showValue);
        }
    }

    private int onBoard(boolean showValue) {
        try {
            Object value = run();
            EndedEarly early = endedEarly();
            if (early != null && early != EndedEarly.BOARD_LOST) {
                // A run that was its last statement ends like any other.
                return failed(Failure.NONE);
            }
            if (showValue && value != null) {
                out.println(value instanceof Marked ? value : Kvmsh.printed(value));
            }
            kvmsh.leftUndone(language).forEach(out::println);
            kvmsh.session().tests().textEnds(false).forEach(thread -> out.println("note: " + thread + " still runs"));
            kvmsh.session().endGuests();
            return ended(null);
        } catch (ScriptError e) {
            return failed(ShellCommandInScript.explained(source, e));
        }
    }

    private Object run() {
        try {
            return kvmsh.run(language, source, false);
        } finally {
            strace.rest();
        }
    }

    private EndedEarly endedEarly() {
        return kvmsh.session().tests().text().endedEarly();
    }

    private int failed(ScriptError error) {
        Skipped skipped = Skipped.behind(error);
        ScriptError caught = kvmsh.session().tests().recorded().ofText();
        if (skipped != null && caught != null) {
            return failed(caught);
        }
        if (skipped != null) {
            out.println("skipped: " + skipped.getMessage());
            return kvmsh.session().tests().results().counts().exitStatus();
        }
        return failed(kvmsh.failure(error));
    }

    private int failed(Failure explained) {
        // A script that ends because nobody reads its output has nothing to explain.
        if (!kvmsh.session().tests().text().isTold() && !out.isLost()) {
            out.flush();
            err.println(endedEarly() == null ? explained : endOf(explained));
        }
        if (endedEarly() != null) {
            ended(endedEarly());
        }
        return ExitStatus.FAILED;
    }

    /** Why a script ended early: its error and the guests that were stopped, or else the reason alone. */
    private Failure endOf(Failure explained) {
        Failure shown = kvmsh.session().tests().withStoppedGuests(explained);
        return shown.isNone() ? Failure.ofText(endedEarly().reason()) : shown;
    }

    /** Prints the tests' results, and which did not run. */
    private int ended(EndedEarly early) {
        TestResults reached = kvmsh.session().tests().results();
        List<TestResult> tests = new ArrayList<>(reached.all());
        for (TestResult unreached : early == null
                ? UnreachedTests.passedBy(UnreachedTests.tests(language, source), reached, place -> true)
                : UnreachedTests.of(language, source, reached, place -> true, early.reasonOfOthers())) {
            tests.add(unreached);
            unreached.lines(tests.size()).forEach(out::println);
        }
        TestResult outside =
                early != null || tests.isEmpty() && kvmsh.session().tests().expectationsHeld() == 0 ? null : outside();
        if (outside != null) {
            tests.add(outside);
            outside.lines(tests.size()).forEach(out::println);
        }
        TestCounts counts = TestCounts.of(tests);
        int held = kvmsh.session().tests().expectationsHeld();
        if (!tests.isEmpty()) {
            out.println(counts.inWords());
        } else if (held > 0 && early == null) {
            out.println(held + (held == 1 ? " expectation held" : " expectations held"));
        }
        return counts.exitStatus();
    }

    /** The result of the board after the tests; null if there is nothing to report. */
    private TestResult outside() {
        Session session = kvmsh.session();
        session.closeMachines();
        LastLook.at(session.board(), session.faults().watch());
        BoardLost lost = session.board().kernel().lost();
        return session.faults().judgedOutside(lost == null ? null : TestResult.lost(OUTSIDE, lost), OUTSIDE);
    }

    /** Nothing ends the script: its later effects are ignored. */
    private int leftBehind(EndedEarly why) {
        if (kvmsh.session() != null) {
            kvmsh.session().tests().abandon(why, out::println);
            ended(why);
        }
        err.println("the script did not finish");
        return ExitStatus.FAILED;
    }
}
