package org.kvmsh.dsl.session;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.MarkedLine;

/** The tests of a session, expectations outside of tests, and the state of the running script. */
public final class SessionTests {
    private final Session session;
    private final TextState text;
    private final TestRunner runner;
    private TestListener listener = new TestListener() {
        @Override public void begins() { }

        @Override public void ended(TestRequest asked, TestResult result) { }
    };
    private int held;

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
     * {@code test}: one line says whether a body held; after one that did not, the steps that it made and why.
     *
     * @param explain gives the text of what was thrown, with its place
     * @throws TextInterrupted where the script ends with the test
     */
    public void test(TestRequest asked, Runnable body, Function<Throwable, Failure> explain, Consumer<? super MarkedLine> out) {
        int before = results().all().size();
        listener.begins();
        try {
            session.execution().test(asked, body, explain, out);
        } finally {
            List<TestResult> ended = results().all();
            listener.ended(asked, ended.size() > before ? ended.get(before) : null);
        }
    }

    /** Who is told where tests begin and end. */
    public void tell(TestListener told) {
        listener = told;
    }

    /** @throws Skipped where a test is for other boards */
    void needBoards(TestRequest asked) {
        if (asked.boards() != null) {
            new Needs(session.board(), session.host()).checkBoards(asked.boards(), asked.site());
        }
    }

    /**
     * {@code needs}: skips the test under way, or else the rest of the script, where the board has not what it needs.
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
     * Gives the test that runs up, since nothing ends it: what it still does counts no more.
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

    /** Whether a test that was followed on paper went wrong, and not for want of a machine. */
    public boolean isFailedOnPaper() {
        return session.execution().isFailed();
    }

    /** Told where the kernel took a call that the script expects it to refuse. */
    public void kernelTookWhatItMayRefuse() {
        session.execution().kernelTookWhatItMayRefuse();
    }

    public void expectationHeld() {
        held++;
    }

    public int expectationsHeld() {
        return held;
    }
}
