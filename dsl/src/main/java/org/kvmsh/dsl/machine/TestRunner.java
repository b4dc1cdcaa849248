package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kvmsh.dsl.spec.ScriptError;

/** Runs the tests of a session one after the other and keeps what became of each. */
final class TestRunner {
    private final Session session;
    private final TestResults results = new TestResults();
    /** The test that runs; null outside of tests. */
    private volatile Underway underway;

    /** A test that runs, with the steps that it made so far. */
    private record Underway(TestRequest asked, long began, List<Supplier<String>> steps) {
        List<String> shownSteps() {
            return List.copyOf(steps).stream().map(Supplier::get).toList();
        }

        Duration took() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }

    TestRunner(Session session) {
        this.session = session;
    }

    TestResults results() {
        return results;
    }

    /** Keeps a step of the test that runs, to be shown if it fails; false outside of tests. */
    boolean takeStep(Supplier<String> line) {
        Underway test = underway;
        return test != null && test.steps.add(line);
    }

    /** Runs a test and prints what became of it; the machines that it made are closed. */
    void run(TestRequest asked, Runnable body, Function<Throwable, String> explain, Consumer<String> out) {
        if (underway != null) {
            throw new ScriptError(asked.site(), "test " + asked.name() + " stands inside another test");
        }
        TestResult result = result(asked, body, explain);
        result.lines(results.add(result)).forEach(out);
    }

    private TestResult result(TestRequest asked, Runnable body, Function<Throwable, String> explain) {
        List<Machine> before = session.machines();
        Underway test = new Underway(asked, System.nanoTime(), Collections.synchronizedList(new ArrayList<>()));
        underway = test;
        try {
            session.needBoards(asked);
            body.run();
            return TestResult.passed(asked.name(), test.took());
        } catch (RuntimeException | AssertionError e) {
            Skipped skipped = Skipped.behind(e);
            return skipped != null ? TestResult.skipped(asked.name(), skipped.getMessage()) : TestResult.failed(asked.name(), explain.apply(e), test.shownSteps(), test.took());
        } finally {
            session.machines().stream().filter(machine -> !before.contains(machine)).forEach(Machine::close);
            underway = null;
        }
    }
}
