package org.kvmsh.repl.runner;

import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.lang.TestPlace;
import org.kvmsh.dsl.session.test.TestPolicy;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.known.KnownBoard;
import org.kvmsh.repl.known.KnownFailures;
import org.kvmsh.repl.known.KnownScript;
import org.kvmsh.repl.results.RanTest;

/** The decisions of a run about the tests of one script on one board. */
final class ScriptPolicy implements TestPolicy {
    private final Selection selection;
    private final String board;
    private final String script;
    private final KnownScript knownScript;
    private final boolean failFast;
    private final boolean strict;
    private final KnownFailures known;
    private final KnownBoard knownBoard;
    private final PrintedResults printed;

    /** @param board as it was asked for */
    ScriptPolicy(
            Selection selection,
            String board,
            TestScript script,
            boolean failFast,
            boolean strict,
            KnownFailures known,
            KnownBoard knownBoard,
            PrintedResults printed) {
        this.printed = printed;
        this.known = known;
        this.knownBoard = knownBoard;
        this.selection = selection;
        this.board = board;
        this.script = script.name();
        this.knownScript = script.known();
        this.failFast = failFast;
        this.strict = strict;
    }

    @Override
    public boolean chooses(String name, List<String> tags) {
        return selection.chooses(board, script, name, tags);
    }

    /** Whether a script that has no tests counts as one. */
    boolean choosesScript() {
        return chooses(script, List.of());
    }

    boolean mayChoose(TestPlace place) {
        return selection.mayChoose(board, script, place);
    }

    @Override
    public TestResult judged(TestResult result) {
        boolean red = strict && !result.unchecked().isEmpty();
        return known.judged(
                knownBoard,
                knownScript,
                !red
                        ? result
                        : TestResult.failed(
                                result.name(),
                                result.hasCheckedNothing() ? TestResult.CHECKED_NOTHING : ScriptRun.UNREACHED,
                                result.hasCheckedNothing()
                                        ? Failure.NONE
                                        : Failure.ofText(String.join("\n", result.unchecked())),
                                List.of(),
                                result.took()));
    }

    @Override
    public void print(TestResult result, int number, Consumer<? super MarkedLine> out) {
        printed.print(result, number, out);
    }

    /** Whether a test that checked nothing is a failure. */
    boolean isStrict() {
        return strict;
    }

    /** A test's result with what is known of the test. */
    RanTest known(RanTest test) {
        return test.withFlake(known.flake(knownBoard, knownScript, test.name()));
    }

    @Override
    public boolean endsAfter(TestResult result) {
        return failFast && !result.verdict().isOk();
    }
}
