package org.kvmsh.repl.runner;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.NeededBoards;
import org.kvmsh.dsl.lang.ScriptTests;
import org.kvmsh.dsl.script.ErrorText;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.call.RuleNote;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.SessionTests;
import org.kvmsh.dsl.session.test.TestEvidence;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/** One script on one board, with its own session. */
final class ScriptRun {
    private static final String UNREADABLE = "cannot be read";
    private static final String UNCOMPILED = "does not compile";
    /** The reasons of errors that are the script's own, on any board. */
    static final List<String> SCRIPT_FAULTS = List.of(UNREADABLE, UNCOMPILED);

    private static final String NOT_COMPILED = "the script does not compile";
    private static final String FAILED_BEFORE = "the script failed before this test";
    static final String UNREACHED = "expectations were never reached";
    private static final String NEVER_REACHED = "expectation never reached: ";
    private static final String NO_TEST = "no test ran: the script made no call and checked nothing";

    private final Kvmsh kvmsh;
    private final TestScript script;
    private final ScriptPolicy policy;
    private final List<String> arguments;
    private final Predicate<RanScript> leftOut;
    private final PrintWriter out;
    private final long began = System.nanoTime();
    private Source source;
    /** The number of calls that the session had made before the script. */
    private long begun;

    private volatile boolean abandoned;
    private RanScript reported;
    /** The evidence that explains the script outside of its tests, from before its machines are closed. */
    private TestEvidence evidence;

    /** @param leftOut whether a result is not printed */
    ScriptRun(
            Kvmsh kvmsh,
            TestScript script,
            ScriptPolicy policy,
            List<String> arguments,
            Predicate<RanScript> leftOut,
            PrintWriter out) {
        this.leftOut = leftOut;
        this.kvmsh = kvmsh;
        this.script = script;
        this.policy = policy;
        this.arguments = arguments;
        this.out = out;
    }

    /** Runs it to its end. */
    RanScript run() {
        try {
            source = Source.read(script.file(), arguments);
            begun = kvmsh.session().trace().count();
            String refusal = kvmsh.session().files().refusal(script.file(), source.text());
            if (refusal != null) {
                return report(TestResult.notRun(script.name(), refusal), List.of());
            }
        } catch (IOException e) {
            String missing = script.missing();
            return report(
                    missing != null
                            ? TestResult.notRun(script.name(), missing)
                            : TestResult.error(
                                    script.name(), UNREADABLE, Failure.ofText(e.getMessage()), List.of(), took()),
                    List.of());
        }
        try {
            // To compile a script for another board takes as long as to run a short one.
            NeededBoards.of(source.text(), language()).forEach(kvmsh.session().tests()::needBoards);
        } catch (Skipped e) {
            return report(TestResult.skipped(script.name(), e.getMessage()), List.of());
        }
        try {
            kvmsh.run(language(), source, false);
            kvmsh.session().tests().textEnds(true).forEach(thread -> out.println("# " + thread + " still runs"));
            kvmsh.session().endGuests();
            return ended(ended(), Failure.NONE, true);
        } catch (ScriptError e) {
            return failed(e);
        }
    }

    /** An error of one of its threads, after it has ended. */
    Failure failure(ScriptError late) {
        return Failure.of(
                late,
                ErrorText.lines(late, name -> source != null && source.name().equals(name) ? source : null));
    }

    /** The evidence that explains a failure outside of the tests which have ended. */
    TestEvidence evidence() {
        return evidence == null ? kvmsh.session().tests().evidence() : evidence;
    }

    private Language language() {
        return Language.ofFile(script.file().toString());
    }

    private EndedEarly ended() {
        return kvmsh.session().tests().text().endedEarly();
    }

    /** Its name in reports. */
    String script() {
        return script.name();
    }

    /** For how long it has gone on although its time is over. */
    Duration resistance() {
        Session session = kvmsh.session();
        return session == null ? Duration.ZERO : session.tests().text().resistance();
    }

    /** Abandons it, since nothing ends it. */
    RanScript abandon(EndedEarly why) {
        abandoned = true;
        kvmsh.session().tests().abandon(why, out::println);
        return ended(why, Failure.ofText("did not finish"), false);
    }

    private RanScript failed(ScriptError error) {
        EndedEarly ended = ended();
        if (ended != null) {
            return ended(ended, kvmsh.failure(error), false);
        }
        if (kvmsh.session().tests().text().isOfLostBoard(error)) {
            return report(
                    TestResult.error(name(), EndedEarly.BOARD_LOST.reason(), kvmsh.failure(error), List.of(), took()),
                    unreached(EndedEarly.BOARD_LOST.reasonOfOthers()));
        }
        Skipped skipped = Skipped.behind(error);
        ScriptError caught = kvmsh.session().tests().recorded().ofText();
        if (skipped != null && caught != null) {
            return failed(caught);
        }
        if (skipped != null) {
            return report(TestResult.skipped(name(), skipped.getMessage()), List.of());
        }
        return error.isOfCompiler()
                ? report(
                        TestResult.error(name(), UNCOMPILED, kvmsh.failure(error), List.of(), took()),
                        unreached(NOT_COMPILED))
                : report(TestResult.failed(name(), kvmsh.failure(error), List.of(), took()), unreached(FAILED_BEFORE));
    }

    /**
     * The current test reports why it ended; if there is none, the script does.
     *
     * @param toLastLine whether the script reached its last line anyway
     */
    private RanScript ended(EndedEarly why, Failure explained, boolean toLastLine) {
        boolean none = !kvmsh.session().tests().results().hasTests();
        if (why == null) {
            return reachedEnd(none);
        }
        boolean lost = why == EndedEarly.BOARD_LOST;
        boolean unnoticed = lost
                && !none
                && toLastLine
                && kvmsh.session().tests().results().all().stream()
                        .noneMatch(test -> test.verdict() == Verdict.NOT_RUN);
        Failure words = !lost
                ? kvmsh.session().tests().withStoppedGuests(explained)
                : explained.isNone()
                        ? Failure.ofText(kvmsh.session().board().kernel().lost().getMessage())
                        : explained;
        return report(
                kvmsh.session().tests().text().isTold() || unnoticed
                        ? null
                        : TestResult.error(name(), reason(why), words, List.of(), took()),
                unreached(toLastLine ? null : why.reasonOfOthers()));
    }

    /**
     * A script without tests is one if it made a call or checked something; the tests of any other that it did not
     * reach did not run.
     */
    private RanScript reachedEnd(boolean none) {
        ScriptTests tests = Kvmsh.tests(language(), source);
        boolean idle = kvmsh.session().trace().count() == begun
                && kvmsh.session().tests().expectationsHeld() == 0;
        boolean itself = none && tests.places().isEmpty() && policy.choosesScript();
        TestResult passed = TestResult.passed(name(), took());
        boolean checked = kvmsh.session().tests().expectationsHeld() > 0;
        return report(
                !itself
                        ? unreachedExpectations()
                        : idle
                                ? TestResult.notRun(name(), NO_TEST)
                                : checked
                                        ? passed.without(neverReached())
                                        : passed.without(List.of(TestResult.CHECKED_NOTHING)),
                UnreachedTests.passedBy(tests, kvmsh.session().tests().results(), policy::mayChoose));
    }

    /** The expectations of its text that were never reached, a line each. */
    private List<String> neverReached() {
        SessionTests tests = kvmsh.session().tests();
        return tests.expectations().unreached(tests.results()::hasPassed).stream()
                .map(place -> NEVER_REACHED + place)
                .toList();
    }

    /**
     * The result of a script whose tests have passed without some of its expectations; null if that is no failure, or
     * there are none.
     */
    private TestResult unreachedExpectations() {
        List<String> places = neverReached();
        return places.isEmpty() || !policy.isStrict()
                ? null
                : TestResult.failed(name(), UNREACHED, Failure.ofText(String.join("\n", places)), List.of(), took());
    }

    /** The last test that passed tells which expectations were never reached. */
    private List<TestResult> withUnreached(List<TestResult> tests) {
        int last = tests.size() - 1;
        boolean isTold = last < 0
                || tests.get(last).verdict() != Verdict.PASSED
                || tests.get(last).name().equals(script.name());
        List<String> places = isTold ? List.of() : neverReached();
        if (places.isEmpty() || policy.isStrict()) {
            return tests;
        }
        List<TestResult> told = new ArrayList<>(tests);
        told.set(last, tests.get(last).without(places));
        return told;
    }

    /** An abandoned script may have no reason of its own. */
    private String reason(EndedEarly why) {
        String own = kvmsh.session().tests().text().reason();
        return own == null || why != ended() ? why.reason() : own;
    }

    /** All of the script where it has no tests, and what is outside of them where it has. */
    private String name() {
        return script.name() + (kvmsh.session().tests().results().hasTests() ? ", the rest" : "");
    }

    /** The tests that it did not reach before it was ended; none if it was not, or was never read. */
    private List<TestResult> unreached(String why) {
        return why == null || source == null
                ? List.of()
                : UnreachedTests.of(language(), source, kvmsh.session().tests().results(), policy::mayChoose, why);
    }

    /** @param outside the result of the script outside of its tests; null if there is nothing to report */
    private RanScript report(TestResult outside, List<TestResult> unreached) {
        List<TestResult> tests =
                new ArrayList<>(kvmsh.session().tests().results().all());
        int printed = tests.size();
        // An entry of known failures is of one test: not of what kept others from running, nor of the rest of a script.
        boolean known = outside != null && outside.name().equals(script.name()) && unreached.isEmpty();
        TestResult judged = noted(abandoned ? outside : judged(known ? policy.judged(outside) : outside));
        if (judged != null) {
            tests.add(judged.counted(kvmsh.session().movedOutside()));
        }
        tests.addAll(unreached);
        return reported(tests, printed);
    }

    /** The first report counts: a script that is abandoned may end by itself at that moment. */
    private synchronized RanScript reported(List<TestResult> tests, int printed) {
        if (reported == null) {
            reported = new RanScript(
                    script.name(),
                    withUnreached(tests).stream()
                            .map(RanTest::of)
                            .map(policy::known)
                            .toList(),
                    took());
            for (int i = leftOut.test(reported) ? tests.size() : printed; i < tests.size(); i++) {
                policy.print(tests.get(i), i + 1, out::println);
            }
            out.flush();
            kvmsh.session().tests().recorded().reported();
        }
        return reported;
    }

    /** Reports of the kernel while machines are closed belong to the script that created them. */
    private TestResult judged(TestResult outside) {
        evidence = kvmsh.session().tests().evidence();
        kvmsh.session().closeMachines();
        return kvmsh.session().faults().judgedOutside(outside, name());
    }

    /** Rules that the board did not follow outside of tests are reported with the script's result. */
    private TestResult noted(TestResult outside) {
        List<RuleNote> notes = kvmsh.session().unchecked().outside();
        return notes.isEmpty()
                ? outside
                : (outside == null ? TestResult.passed(name(), took()) : outside).withNotes(notes);
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
