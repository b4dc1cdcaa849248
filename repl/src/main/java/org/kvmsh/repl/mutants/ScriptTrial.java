package org.kvmsh.repl.mutants;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.TestEvidence;
import org.kvmsh.dsl.session.test.TestListener;
import org.kvmsh.dsl.session.test.TestPolicy;
import org.kvmsh.dsl.session.test.TestRequest;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.runner.Ending;
import org.kvmsh.repl.runner.LeftBehind;
import org.kvmsh.repl.runner.TestScript;
import org.kvmsh.repl.runner.Worker;

/** Runs tests of one script on a board that is open. */
final class ScriptTrial {
    /** The times that a script may continue after its limit: before its board is closed, and before it is abandoned. */
    private static final Duration BOARD_TAKEN = Duration.ofSeconds(4);

    private static final Duration LEFT_BEHIND = Duration.ofSeconds(12);

    private final Boards boards;
    private final Path compiled;
    private final Ending ending;

    ScriptTrial(Boards boards, Path compiled, Ending ending) {
        this.boards = boards;
        this.compiled = compiled;
        this.ending = ending;
    }

    /** What runs of a script, and who is told of it. */
    record Asked(
            TestScript script, Predicate<String> tests, boolean untilRed, Duration limit, Consumer<String> begins) {}

    /**
     * Runs it; a script without tests, and an error outside of them, is a result of the script's name.
     *
     * @throws LeftBehind if nothing ends it
     */
    List<TestResult> run(Board board, Asked asked) throws Exception {
        Kvmsh kvmsh = new Kvmsh(boards, new PrintWriter(Writer.nullWriter()), step -> {}).keepingCompiled(compiled);
        ending.stopsWith(kvmsh::end);
        try {
            return Worker.run(ending, () -> isStuck(kvmsh, board), () -> run(kvmsh, board, asked));
        } finally {
            ending.stopsWith(null);
        }
    }

    private static boolean isStuck(Kvmsh kvmsh, Board board) {
        Duration resistance = kvmsh.session() == null
                ? Duration.ZERO
                : kvmsh.session().tests().text().resistance();
        if (resistance.compareTo(BOARD_TAKEN) > 0) {
            board.cut();
        }
        return resistance.compareTo(LEFT_BEHIND) > 0;
    }

    private static List<TestResult> run(Kvmsh kvmsh, Board board, Asked asked) throws Exception {
        try (kvmsh) {
            kvmsh.use(board.again());
            kvmsh.session().unchecked().tell(null);
            kvmsh.session().tests().text().limit(asked.limit());
            kvmsh.session().tests().follow(new Policy(asked));
            kvmsh.session().tests().tell(new Begins(asked.begins()));
            TestResult outside = outside(kvmsh, asked.script());
            List<TestResult> results =
                    new ArrayList<>(kvmsh.session().tests().results().all());
            if (outside != null
                    && (!outside.verdict().isOk() || results.isEmpty())
                    && results.stream().allMatch(test -> test.verdict().isOk())) {
                results.add(outside);
            }
            return results;
        }
    }

    /** The result of the script outside of its tests; null if that is theirs. */
    private static TestResult outside(Kvmsh kvmsh, TestScript script) throws Exception {
        long began = System.nanoTime();
        String name = script.name();
        try {
            kvmsh.run(Language.ofFile(name), Source.read(script.file(), List.of()), false);
            kvmsh.session().tests().textEnds(true);
            kvmsh.session().endGuests();
            return TestResult.passed(name, Duration.ofNanos(System.nanoTime() - began));
        } catch (ScriptError e) {
            EndedEarly why = kvmsh.session().tests().text().endedEarly();
            Skipped skipped = Skipped.behind(e);
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return why == EndedEarly.FAILED_FAST
                    ? null
                    : skipped != null && why == null
                            ? TestResult.skipped(name, skipped.getMessage())
                            : TestResult.error(
                                    name, why == null ? "" : why.reason(), kvmsh.failure(e), List.of(), took);
        }
    }

    private record Policy(Asked asked) implements TestPolicy {
        @Override
        public boolean chooses(String name, List<String> tags) {
            return asked.tests().test(name);
        }

        @Override
        public void print(TestResult result, int number, Consumer<? super MarkedLine> out) {}

        @Override
        public boolean endsAfter(TestResult result) {
            return asked.untilRed() && !result.verdict().isOk();
        }
    }

    private record Begins(Consumer<String> told) implements TestListener {
        @Override
        public void begins(TestRequest asked) {
            told.accept(asked.name());
        }

        @Override
        public void ended(TestRequest asked, TestResult result, TestEvidence evidence) {
            told.accept(null);
        }
    }
}
