package org.kvmsh.dsl.session.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.text.MarkedLine;

/** Runs the tests of a session one after the other and keeps what became of each. */
final class TestRunner {
    private static final String NOT_ENDED = "did not finish";
    private static final String AFTER_SECOND_CALL =
            "a second call that the kernel took changed what the rest of the test finds";
    /** The time that the end of a test may take after its body. */
    private static final Duration ENDING = Duration.ofSeconds(30);

    private final TestedSession session;
    private final SessionTests tests;
    private final TextState text;
    private final TestResults results = new TestResults();
    /** The test that runs; null outside of tests. */
    private volatile Underway underway;
    /** The test that has ended and has no result yet: explaining it may take a while. */
    private volatile Underway unreported;
    /** The evidence for the last test, until it is taken. */
    private TestEvidence evidence;

    /**
     * A running test, with its steps so far.
     *
     * @param before the number of calls before it
     * @param machines those that it can use, the last ones of many
     */
    private record Underway(
            TestRequest asked, long began, List<Supplier<String>> steps, long before, Deque<Machine> machines) {
        /** A test may create and close any number of them, and each keeps its guest's memory. */
        private static final int MACHINES = 8;

        private static Underway of(TestRequest asked, long before, List<Machine> machines) {
            Underway test = new Underway(
                    asked,
                    System.nanoTime(),
                    Collections.synchronizedList(new ArrayList<>()),
                    before,
                    new ArrayDeque<>());
            machines.forEach(test::created);
            return test;
        }

        private synchronized void created(Machine machine) {
            machines.add(machine);
            if (machines.size() > MACHINES) {
                machines.remove();
            }
        }

        private synchronized List<Machine> used() {
            return List.copyOf(machines);
        }

        private List<String> shownSteps() {
            synchronized (steps) {
                return steps.stream().map(Supplier::get).toList();
            }
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - began);
        }

        private TestResult error(String reason, Failure why) {
            return TestResult.error(asked.name(), reason, why, shownSteps(), took());
        }
    }

    TestRunner(TestedSession session, SessionTests tests, TextState text) {
        this.session = session;
        this.tests = tests;
        this.text = text;
    }

    /** A machine was created; outside of tests the session has it. */
    void created(Machine machine) {
        Underway test = underway;
        if (test != null) {
            test.created(machine);
        }
    }

    /** The evidence for the test that runs, otherwise for what the script has done so far. */
    TestEvidence evidence() {
        Underway test = underway;
        List<String> log = session.faults().takeLog();
        return test == null
                ? new TestEvidence(session, 0, session.machines(), log, false)
                : new TestEvidence(session, test.before, test.used(), log, true);
    }

    /** The evidence for the test that has just ended. */
    TestEvidence takeEvidence() {
        TestEvidence taken = evidence == null ? evidence() : evidence;
        evidence = null;
        return taken;
    }

    TestResults results() {
        return results;
    }

    /** Keeps a step of the test that runs, to be shown if it fails; false outside of tests. */
    boolean takeStep(Supplier<String> line) {
        Underway test = underway;
        return test != null && test.steps.add(line);
    }

    /** @throws ScriptError for a test that is no test of its own: it does not begin, and has no result */
    void checkMayBegin(TestRequest asked) {
        if (underway != null) {
            throw new ScriptError(asked.site(), "test " + asked.name() + " is inside another test");
        }
        if (asked.name().isBlank()) {
            throw new ScriptError(
                    asked.site(),
                    "test needs a name",
                    "try: test('VM type 99 is refused') { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 } }");
        }
    }

    /**
     * Runs a test and prints its result; the machines that it created are closed.
     *
     * @throws TextInterrupted where the text ends with it
     */
    void run(TestRequest asked, Runnable body, Function<Throwable, Failure> explain, Consumer<? super MarkedLine> out) {
        checkMayBegin(asked);
        session.faults().testBegins();
        EndedEarly ended = text.endedEarly();
        TestResult result =
                ended != null ? TestResult.notRun(asked.name(), ended.reasonOfOthers()) : result(asked, body, explain);
        if (!result.why().isNone()) {
            session.failures().failed(result::why, true);
        }
        int number;
        // One step for whoever abandons the script meanwhile.
        synchronized (results) {
            number = results.add(result, asked.site());
            if (number > 0) {
                tests.policy().print(result, number, out);
            }
            unreported = null;
            if (tests.policy().endsAfter(result)) {
                text.failFast();
            }
            ended = text.endedEarly();
            if (number > 0 && result.verdict() == Verdict.ERROR && ended != null) {
                text.tell();
            }
        }
        session.faults().testEnded();
        if (number == 0 || ended != null && ended != EndedEarly.BOARD_LOST) {
            throw new TextInterrupted();
        }
    }

    private TestResult result(TestRequest asked, Runnable body, Function<Throwable, Failure> explain) {
        StoppedGuests guests = StoppedGuests.fromNow(session);
        session.unchecked().testBegins();
        if (session.moves() != null) {
            session.moves().testBegins();
        }
        if (tests.vacuity() != null) {
            tests.vacuity().testBegins();
        }
        session.unread().testBegins();
        int held = tests.expectationsHeld();
        Underway test = Underway.of(asked, session.trace().count(), session.machines());
        underway = test;
        TestClock.Limit time = text.clock().begin(limit(asked), false);
        Map<Thread, String> others = tests.workingThreads();
        tests.recorded().testBegins(asked.name());
        Throwable thrown = null;
        Throwable ofBody = null;
        Failure ofBodyExplained = Failure.NONE;
        try {
            tests.needBoards(asked);
            body.run();
            session.unread().check(true);
        } catch (Throwable e) {
            // Groovy does not check exceptions, and a script may cause any error.
            thrown = e;
            ofBody = e;
            // The rules of a refused call need its VM, which is closed next. Methods of a class of the script may be
            // called, so this is within the time limit.
            ofBodyExplained = explain.apply(e);
            ofBodyExplained.getRefusal();
        }
        List<WorkingThread> working = ended(time, others);
        List<StoppedGuests.Stopped> stopped = guests.all();
        LeftGuests left = new LeftGuests("test");
        for (Machine machine : session.machines()) {
            thrown = guests.isOlder(machine) || !left.close(machine) ? thrown : closed(machine, thrown);
        }
        if (left.first() != null) {
            // What their threads throw as their guests end is this test's.
            ScriptThreads.awaitOther(working);
        }
        thrown = thrown == null ? left.first() : thrown;
        session.unread().testEnded();
        ScriptError recorded = tests.recorded().testEnded();
        if (recorded != null && (thrown == null || Skipped.behind(thrown) != null)) {
            thrown = recorded;
        }
        text.clock().end(time);
        unreported = test;
        underway = null;
        Failure explained = thrown == ofBody ? ofBodyExplained : explain.apply(thrown);
        if (asked.source() != null && !explained.isNone()) {
            explained = explained.with(List.of(), List.of("  source: " + asked.source()));
        }
        TestResult judged = judged(
                        test,
                        time.isOverdue()
                                ? test.error(EndedEarly.TIMEOUT.reason(), overdue(time.time(), stopped, explained))
                                : checked(result(test, thrown, explained, stopped), tests.expectationsHeld() > held))
                .withNotes(session.unchecked().testEnded());
        if (session.moves() != null) {
            judged = judged.counted(session.moves().testEnded());
        }
        if (tests.vacuity() != null) {
            judged = judged.counted(tests.vacuity().testEnded());
        }
        if (!working.isEmpty() && judged.verdict().isOk()) {
            judged = judged.withNote(
                    working.stream().map(WorkingThread::toString).collect(Collectors.joining(", ")) + " still "
                            + (working.size() == 1 ? "runs" : "run"));
        }
        evidence = new TestEvidence(
                session, test.before, test.used(), session.faults().takeLog(), false);
        return judged;
    }

    private static TestResult checked(TestResult result, boolean something) {
        return something || result.verdict() != Verdict.PASSED
                ? result
                : result.without(List.of(TestResult.CHECKED_NOTHING));
    }

    /**
     * Waits for the threads of a test that has ended, but for some that are older, which its time limit does not count.
     */
    private List<WorkingThread> ended(TestClock.Limit time, Map<Thread, String> others) {
        if (!time.isOverdue()) {
            text.clock().again(time, time.time() == null ? null : ENDING);
        }
        return tests.awaitThreads(others);
    }

    /** A kernel that reports its own fault fails the test. */
    private TestResult judged(Underway test, TestResult result) {
        TestResult judged = session.faults().judged(tests.policy().judged(result));
        return judged.verdict() == result.verdict() ? judged : judged.withSteps(test.shownSteps());
    }

    private static Throwable closed(Machine machine, Throwable before) {
        try {
            machine.close();
            return before;
        } catch (RuntimeException e) {
            return before == null ? e : before;
        }
    }

    /** A test that was ended from outside has not passed, whatever its last statement did. */
    private TestResult result(Underway test, Throwable thrown, Failure explained, List<StoppedGuests.Stopped> stopped) {
        EndedEarly ended = text.endedEarly();
        if (ended == EndedEarly.BOARD_LOST) {
            return test.error(
                    text.reason(),
                    explained.isNone()
                            ? Failure.ofText(session.board().kernel().lost().getMessage())
                            : explained);
        } else if (ended != null || TextInterrupted.isBehind(thrown)) {
            return test.error(EndedEarly.INTERRUPTED.reason(), StoppedGuests.after(explained, stopped));
        }
        if (text.isOfLostBoard(thrown)) {
            return TestResult.notRun(
                    test.asked.name(),
                    "board lost: the test uses objects that were opened before the board was restarted");
        }
        Skipped skipped = Skipped.behind(thrown);
        return skipped != null
                ? TestResult.skipped(test.asked.name(), skipped.getMessage())
                : thrown == null
                        ? TestResult.passed(test.asked.name(), test.took())
                        : tests.vacuity() != null && tests.vacuity().hasTaken()
                                ? TestResult.skipped(test.asked.name(), AFTER_SECOND_CALL)
                                : TestResult.failed(test.asked.name(), explained, test.shownSteps(), test.took());
    }

    /** @param stopped describes the guests that were stopped then; empty if the exception does */
    private static Failure overdue(Duration limit, List<StoppedGuests.Stopped> stopped, Failure explained) {
        return StoppedGuests.after(explained, stopped)
                .with(List.of("took longer than its limit of " + TimeText.of(limit)), List.of());
    }

    private Duration limit(TestRequest asked) {
        return asked.within() == null ? text.limit() : asked.within();
    }

    /** Abandons a test that cannot be ended: its later effects are ignored. */
    void abandon(EndedEarly why, Consumer<? super MarkedLine> out) {
        synchronized (results) {
            Underway test = underway == null ? unreported : underway;
            TestResult result = test == null
                    ? null
                    : test.error(
                            why.reason(),
                            switch (why) {
                                case TIMEOUT -> overdue(limit(test.asked), List.of(), Failure.ofText(NOT_ENDED));
                                case EXIT -> Failure.NONE;
                                default -> Failure.ofText(NOT_ENDED);
                            });
            int number = results.seal(result, test == null ? null : test.asked.site());
            if (number > 0) {
                tests.policy().print(result, number, out);
                text.tell();
            }
        }
    }
}
