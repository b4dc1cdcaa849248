package org.kvmsh.dsl.session;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.MarkedLine;

/** The tests of a session, expectations outside of tests, and the state of the running script. */
public final class SessionTests {
    private final Session session;
    private final TextState text;
    private final TestRunner runner;
    private TestListener listener = new TestListener() {
        @Override public void begins(TestRequest asked) { }

        @Override public void ended(TestRequest asked, TestResult result, TestEvidence evidence) { }
    };
    private TestPolicy policy = TestPolicy.ALL;
    private final Expectations expectations = new Expectations();

    SessionTests(Session session) {
        this.session = session;
        this.text = new TextState(() -> session.board().kernel().lost());
        this.runner = new TestRunner(session, text);
    }

    TestRunner runner() {
        return runner;
    }

    /** Keeps a step of the test that runs, to be shown if it fails; false outside of tests. */
    boolean takeStep(Supplier<String> line) {
        return runner.takeStep(line);
    }

    /**
     * {@code test}: one line reports whether a body passed; after a failure, the steps that it made and the reason.
     *
     * @param explain returns the text of an exception, with its position
     * @throws TextInterrupted if the script ends with the test
     */
    public void test(TestRequest asked, Runnable body, Function<Throwable, Failure> explain, Consumer<? super MarkedLine> out) {
        if (!policy.chooses(asked.name(), asked.tags())) {
            results().leaveOut(asked.site());
            return;
        }
        int before = results().all().size();
        listener.begins(asked);
        try {
            session.execution().test(asked, body, explain, out);
        } finally {
            List<TestResult> ended = results().all();
            listener.ended(asked, ended.size() > before ? ended.get(before) : null, runner.takeEvidence());
        }
    }

    /** What explains the test that runs; outside of tests, what the script has done so far. */
    public TestEvidence evidence() {
        return runner.evidence();
    }

    /** A machine was created. */
    void created(Machine machine) {
        runner.created(machine);
    }

    /** Called when tests begin and end. */
    public void tell(TestListener told) {
        listener = told;
    }

    /** What is decided about tests from now on. */
    public void follow(TestPolicy decided) {
        policy = decided;
    }

    TestPolicy policy() {
        return policy;
    }

    /** @throws Skipped where a test is for other boards */
    void needBoards(TestRequest asked) {
        if (asked.boards() != null) {
            new Needs(session.board(), session.host()).checkBoards(asked.boards(), asked.site());
        }
    }

    /**
     * {@code needs}: skips the current test, otherwise the rest of the script, if the board does not have what it needs.
     *
     * @throws Skipped with the reason
     */
    public void needs(Map<String, ?> asked, Site site) {
        session.execution().needs(asked, site);
    }

    /** How the text is doing that runs on the session. */
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

    /** What became of each. */
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

    /** Those of the scripts that ran. */
    public Expectations expectations() {
        return expectations;
    }

    public void expectationHeld() {
        expectations.hold();
    }

    public int expectationsHeld() {
        return expectations.held();
    }
}
