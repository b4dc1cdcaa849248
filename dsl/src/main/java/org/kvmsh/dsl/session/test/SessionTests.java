package org.kvmsh.dsl.session.test;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.session.need.Needs;
import org.kvmsh.dsl.text.MarkedLine;

/** The tests of a session, expectations outside of tests, and the state of the running script. */
public final class SessionTests {
    private final TestedSession session;
    private volatile StoppedGuests guests;
    private final TextState text;
    private final TestRunner runner;
    private TestListener listener = new TestListener() {
        @Override
        public void begins(TestRequest asked) {}

        @Override
        public void ended(TestRequest asked, TestResult result, TestEvidence evidence) {}
    };
    private TestPolicy policy = TestPolicy.ALL;
    /** Null unless refused calls are made again. */
    private Vacuity vacuity;

    private final Expectations expectations = new Expectations();
    private final RecordedFailures recorded = new RecordedFailures(expectations);
    /** Threads that still worked when something ended that had started them, with their work. */
    private final Map<Thread, String> left = Collections.synchronizedMap(new WeakHashMap<>());
    /** Threads that worked when the text began, with their work. */
    private Map<Thread, String> others = Map.of();

    private volatile Predicate<Thread> pooled = thread -> false;

    /** The tests of a session and of the boards that its script opens. */
    public SessionTests(TestedSession session) {
        this.session = session;
        this.guests = StoppedGuests.ofNew(session);
        this.text = new TextState(() -> session.board().kernel().lost());
        this.runner = new TestRunner(session, this, text);
    }

    /**
     * Runs a test on the session's board and prints its result; the machines that it created are closed.
     *
     * @throws TextInterrupted if the script ends with the test
     */
    public void run(
            TestRequest asked, Runnable body, Function<Throwable, Failure> explain, Consumer<? super MarkedLine> out) {
        runner.run(asked, body, explain, out);
    }

    /** From now on each refused call that a test expects is made again, with arguments that break no rule. */
    public void makeAgain() {
        vacuity = new Vacuity(session);
    }

    /** What makes refused calls again; null unless that is asked for. */
    public Vacuity vacuity() {
        return vacuity;
    }

    /** Keeps a step of the test that runs, to be shown if it fails; false outside of tests. */
    public boolean takeStep(Supplier<String> line) {
        return runner.takeStep(line);
    }

    /**
     * {@code test}: one line reports whether a body passed; after a failure, the steps that it made and the reason.
     *
     * @param explain returns the text of an exception, with its position
     * @throws TextInterrupted if the script ends with the test
     */
    public void test(
            TestRequest asked, Runnable body, Function<Throwable, Failure> explain, Consumer<? super MarkedLine> out) {
        if (!policy.chooses(asked.name(), asked.tags())) {
            results().leaveOut(asked.site());
            return;
        }
        runner.checkMayBegin(asked);
        int before = results().all().size();
        listener.begins(asked);
        try {
            session.execution().test(asked, body, explain, out);
        } finally {
            List<TestResult> ended = results().all();
            int own = before;
            // A test that is inside one of another thread has no result.
            while (own < ended.size() && !ended.get(own).name().equals(asked.name())) {
                own++;
            }
            listener.ended(asked, own < ended.size() ? ended.get(own) : null, runner.takeEvidence());
        }
    }

    /** The evidence for the test that runs; outside of tests, what the script has done so far. */
    public TestEvidence evidence() {
        return runner.evidence();
    }

    /** A machine was created. */
    public void created(Machine machine) {
        runner.created(machine);
    }

    /** Called when tests begin and end. */
    public void tell(TestListener told) {
        listener = told;
    }

    /** Sets the policy for tests from now on. */
    public void follow(TestPolicy decided) {
        policy = decided;
    }

    TestPolicy policy() {
        return policy;
    }

    /** @throws Skipped where a test is for other boards */
    public void needBoards(TestRequest asked) {
        if (asked.boards() != null) {
            new Needs(session.board(), session.host()).checkBoards(asked.boards(), asked.site());
        }
    }

    /**
     * Checks that the board matches one of the patterns that the text of a script needs.
     *
     * @throws Skipped where it matches none
     */
    public void needBoards(List<String> patterns) {
        new Needs(session.board(), session.host()).checkBoards(patterns, Site.UNKNOWN);
    }

    /**
     * {@code needs}: skips the current test, otherwise the rest of the script, if the board does not have what it
     * needs.
     *
     * @throws Skipped with the reason
     */
    public void needs(Map<String, ?> asked, Site site) {
        session.execution().needs(asked, site);
    }

    /** The state of the text that runs on the session. */
    public TextState text() {
        return text;
    }

    /**
     * Abandons the running test, since nothing ends it: its later effects are ignored.
     *
     * @param out takes the lines of its result
     */
    public void abandon(EndedEarly why, Consumer<? super MarkedLine> out) {
        runner.abandon(why, out);
    }

    /** The failure of a text that was ended from outside, with the guests whose runs were stopped since it began. */
    public Failure withStoppedGuests(Failure explained) {
        return StoppedGuests.after(explained, guests.all());
    }

    /** The results of the tests. */
    public TestResults results() {
        return runner.results();
    }

    /** Whether a test that was planned failed, for another reason than a missing machine. */
    public boolean isFailedOnPaper() {
        return session.execution().isFailed();
    }

    /** Called when the kernel accepted a call that the script expects it to refuse. */
    public void kernelTookWhatItMayRefuse() {
        session.execution().kernelTookWhatItMayRefuse();
    }

    /** The expectations of the scripts that ran. */
    public Expectations expectations() {
        return expectations;
    }

    /** A text begins on this thread. */
    public void textBegins() {
        text.begin();
        guests = StoppedGuests.fromNow(session);
        session.unread().textBegins();
        recorded.textBegins();
        others = workingThreads();
    }

    /** It has ended on this thread. */
    public void textEnded() {
        recorded.textEnded();
        text.end();
    }

    /** The failures that the script cannot lose. */
    public RecordedFailures recorded() {
        return recorded;
    }

    /** @param isOfText whether a thread of Java's common pool works for the text that runs */
    public void pooled(Predicate<Thread> isOfText) {
        pooled = isOfText;
    }

    /** The threads of the script that work now: a test does not wait for those that worked when it began. */
    Map<Thread, String> workingThreads() {
        return ScriptThreads.working(pooled, thread -> does(thread, left)).stream()
                .collect(Collectors.toMap(WorkingThread::thread, WorkingThread::work));
    }

    private static boolean does(WorkingThread thread, Map<Thread, String> work) {
        return thread.work().equals(work.get(thread.thread()));
    }

    /**
     * Waits a second at most until the threads that the script has started have done their work, but for some of them;
     * returns those that have not.
     */
    List<WorkingThread> awaitThreads(Map<Thread, String> others) {
        List<WorkingThread> working = ScriptThreads.await(
                pooled, thread -> does(thread, left) || does(thread, others), () -> text.endedEarly() != null);
        working.forEach(thread -> left.put(thread.thread(), thread.work()));
        return working;
    }

    /** The threads that still worked when the test or the script ended that has started them. */
    public List<Thread> threadsLeft() {
        return Set.copyOf(left.keySet()).stream().filter(Thread::isAlive).toList();
    }

    /**
     * The end of a text outside of its tests.
     *
     * @param isTest whether it is a test as a whole
     * @return the threads of the script that still work
     * @throws ScriptError the first failure that nobody has seen
     */
    public List<WorkingThread> textEnds(boolean isTest) {
        List<WorkingThread> working = awaitThreads(others);
        if (recorded.ofText() != null) {
            throw recorded.ofText();
        }
        session.unread().check(isTest);
        return working;
    }

    /**
     * Checks an expectation. Its failure counts, whatever becomes of what it throws.
     *
     * @param named whom the script's text says that it belongs to; null if it does not
     */
    public void expecting(FailureOwner named, Runnable check) {
        try {
            check.run();
        } catch (Throwable e) {
            recorded.add(named, e);
            throw e;
        }
        expectations.hold();
    }

    public int expectationsHeld() {
        return expectations.held();
    }
}
