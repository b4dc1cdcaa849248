package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.dsl.session.test.TestEvidence;
import org.kvmsh.dsl.session.test.TestListener;
import org.kvmsh.dsl.session.test.TestRequest;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.results.ExitDifferences;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.KeptFiles;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/**
 * The folder in which a run of tests is kept while it goes on: {@code run.json} says what was asked,
 * {@code results.jsonl} gets a line when a test begins and one when it ends, each written at once. What a program that
 * was killed has left there is whole but for its last line.
 */
public final class RunRecord implements AutoCloseable {
    static final String RUN = "run.json";
    static final String RESULTS = "results.jsonl";
    /** The end of the name of a file that is not whole yet. */
    static final String NEW = ".new";

    private final Path folder;
    /** Null of a run that is not kept. */
    private final RunLines lines;

    private final RunAsked asked;
    private final FailureNotes notes;

    private IOException failed;
    private final ExplainingFiles explaining = new ExplainingFiles();

    private final RunDescription description;
    private final boolean resumed;

    private RunRecord(Path folder, RunAsked asked, RunLines lines, RunDescription description, boolean resumed) {
        this.folder = folder;
        this.asked = asked;
        this.lines = lines;
        this.description = description;
        this.resumed = resumed;
        this.notes = new NotesOfRun(asked, folder, this::told);
    }

    /** A run that is not kept. */
    public static RunRecord none(RunAsked asked) {
        return new RunRecord(null, asked, null, RunDescription.notKept(), false);
    }

    /**
     * Begins one.
     *
     * @param folder empty, or not yet there
     * @throws IOException whose message is a sentence
     */
    public static RunRecord begin(Path folder, RunAsked asked) throws IOException {
        try {
            Files.createDirectories(folder);
            try (Stream<Path> there = Files.list(folder)) {
                if (there.findAny().isPresent()) {
                    throw new IOException("cannot record the run in " + folder + ": the directory is not empty");
                }
            }
            RunRecord record = new RunRecord(
                    folder, asked, RunLines.begin(folder.resolve(RESULTS)), RunDescription.of(folder, asked), false);
            try {
                // The last thing: a folder that has it has both.
                record.description.write();
            } catch (IOException e) {
                record.discard();
                throw e;
            }
            return record;
        } catch (IOException e) {
            throw e.getMessage() != null && e.getMessage().startsWith("cannot record")
                    ? e
                    : new IOException("cannot record the run in " + folder + ": " + WriteFailure.why(e), e);
        }
    }

    /**
     * Goes on with one that has not reached its end.
     *
     * @throws IOException whose message is a sentence
     */
    public static RunRecord resume(Path folder, RecordedRun before) throws IOException {
        try {
            RunRecord record = new RunRecord(
                    folder,
                    before.asked(),
                    RunLines.resume(folder.resolve(RESULTS)),
                    RunDescription.of(folder, before),
                    true);
            record.line(RunEvent.RESUMED, -1, Map.of());
            return record;
        } catch (IOException e) {
            throw new IOException("cannot record the run in " + folder + ": " + WriteFailure.why(e), e);
        }
    }

    /**
     * A file that a script is made of was read.
     *
     * @return why its text is not this run's; null if it is
     */
    public synchronized String read(Path file, String sum) {
        String refusal = description.texts().take(file, sum);
        describe();
        return refusal;
    }

    /** The same of all that another process of this run has read. */
    public String read(RunTexts others) {
        return others.all().entrySet().stream()
                .map(each -> read(Path.of(each.getKey()), each.getValue()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The texts that its scripts are made of. */
    public RunTexts texts() {
        return description.texts();
    }

    /** The directory where the run is kept; null if it is not. */
    public Path folder() {
        return folder;
    }

    /** What reports say of its failures. */
    public FailureNotes notes() {
        return notes;
    }

    /** What is typed to run kvmsh. */
    public String program() {
        return asked.program();
    }

    /**
     * A board that begins.
     *
     * @param number in the order in which boards were asked for
     */
    public OfBoard board(int number, String board, String about, Instant began) {
        return board(number, board, about, began, Map.of());
    }

    private OfBoard board(int number, String board, String about, Instant began, Map<String, String> more) {
        OfBoard next = new OfBoard(number, board);
        Map<String, String> members =
                new LinkedHashMap<>(Map.of("name", board, "about", about, "began", began.toString()));
        members.putAll(more);
        line(RunEvent.BOARD, next.number, members);
        return next;
    }

    /** A board whose results are all there already. */
    public OfBoard whole(int number, RanBoard ran) {
        OfBoard next = board(
                number,
                ran.board(),
                ran.about(),
                ran.began(),
                members(
                        ran.files() == null || folder == null
                                ? null
                                : ran.files().in(folder)));
        ran.scripts().forEach(next::whole);
        return next;
    }

    private static Map<String, String> members(KeptFiles files) {
        return files == null ? Map.of() : Map.of(RunEvent.FILES, files.directory());
    }

    /** The facts that the boards told of themselves, in their order; null of a board that was not opened. */
    public synchronized List<Map<String, Object>> told() {
        return description.facts();
    }

    /** Everything ran, or was reported as not run. */
    public synchronized void ended(int status, UnmetOptions unmet) {
        line(
                RunEvent.RUN_ENDED,
                -1,
                Map.of(RunEvent.STATUS, status, RunEvent.UNMET, unmet.chosen(), RunEvent.UNMET_KNOWN, unmet.known()));
    }

    /** Removes a run that has begun: nothing ran. One that was resumed stays. */
    public synchronized void discard() throws IOException {
        close();
        if (resumed) {
            return;
        }
        Files.deleteIfExists(folder.resolve(RUN));
        Files.deleteIfExists(folder.resolve(RUN + NEW));
        Files.deleteIfExists(folder.resolve(RESULTS));
    }

    /** Why something could not be written, as a sentence; null if all was. All tests have ended. */
    public String failure() {
        explaining.finish();
        IOException why;
        synchronized (this) {
            why = failed == null ? explaining.failure() : failed;
        }
        return why == null ? null : "cannot record the run in " + folder + ": " + WriteFailure.why(why);
    }

    @Override
    public void close() throws IOException {
        explaining.finish();
        synchronized (this) {
            if (lines != null) {
                lines.close();
            }
        }
    }

    private synchronized void line(RunEvent event, int board, Map<String, ?> members) {
        if (folder == null || failed != null) {
            return;
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(RunEvent.EVENT, event.toString());
        if (board >= 0) {
            facts.put(RunEvent.BOARD_NUMBER, board);
        }
        facts.putAll(members);
        try {
            lines.write(Json.line(facts));
        } catch (IOException e) {
            // The tests continue: a report counts those without a line as lost, and the exit status shows the failure.
            failed = e;
        }
    }

    /** Writes what has changed of the description. */
    private void describe() {
        try {
            if (failed == null) {
                description.write();
            }
        } catch (IOException e) {
            failed = e;
        }
    }

    /** Writes files besides the lines; null if they cannot be written, or nothing is kept. */
    private KeptFiles files(ExplainingFiles.Writing writing) {
        return folder == null ? null : explaining.write(writing);
    }

    /** The record of one board's scripts. */
    public final class OfBoard {
        private final int number;
        private final String title;

        private OfBoard(int number, String title) {
            this.number = number;
            this.title = title;
        }

        /** The board's files; null if the run is not kept. */
        public KeptFiles files() {
            return folder == null ? null : KeptFiles.ofBoard(folder, number);
        }

        /**
         * Keeps the lines that the board has printed since it was started.
         *
         * @param start how often it was started
         */
        public void console(int start, List<String> lines) {
            if (!lines.isEmpty()) {
                RunRecord.this.files(() -> {
                    Files.createDirectories(files().folder());
                    FailureFiles.text(files().file(start == 1 ? KeptFiles.BOOT_LOG : "boot-" + start + ".log"), lines);
                    return files();
                });
            }
        }

        /** Keeps what explains a test's failure, or the calls of one that passed; null if it has no files. */
        private KeptFiles write(String script, RanTest test, TestEvidence evidence) {
            if (!test.isFailure()) {
                if (folder != null && test.verdict() == Verdict.PASSED) {
                    Supplier<List<String>> calls = evidence.firstCalls(BaselineCalls.MOST);
                    Supplier<List<String>> exits = evidence.lastExits(ExitDifferences.MOST);
                    explaining.later(() -> {
                        BaselineCalls.append(files(), script, test, calls.get(), exits.get());
                        return null;
                    });
                }
                return null;
            }
            return RunRecord.this.files(() -> FailureFiles.write(
                    files(),
                    script,
                    test.name(),
                    evidence,
                    RepeatCommand.anywhere(
                            asked, RanBoard.again(asked.boards().get(number), title), script, test.name())));
        }

        /**
         * Keeps what the board told of itself when it was opened.
         *
         * @return why it gives no results of this run: it runs another kernel than before; null if it does not
         */
        public String facts(Map<String, Object> told) {
            synchronized (RunRecord.this) {
                String other = description.tells(number, told);
                describe();
                return other;
            }
        }

        /** The state of its kernel's log when no script runs on it any more. */
        public void kernelLog(LogState state) {
            synchronized (RunRecord.this) {
                description.kernelLog(number, state);
                describe();
            }
        }

        /** Forgets the calls of passing tests that this run has taken over before: all are taken once more. */
        public void forgetCalls() {
            RunRecord.this.files(() -> {
                Files.deleteIfExists(files().file(KeptFiles.PASSED_CALLS));
                return files();
            });
        }

        /**
         * Takes over what another process of this run has kept of the board and of tests that passed.
         *
         * @param names by the name that a script has there, the one that it has here; other scripts are left out
         */
        public void take(KeptFiles other, Map<String, String> names) {
            RunRecord.this.files(() -> {
                Files.createDirectories(files().folder());
                if (other.has(KeptFiles.BOOT_LOG) && !files().has(KeptFiles.BOOT_LOG)) {
                    Files.copy(other.file(KeptFiles.BOOT_LOG), files().file(KeptFiles.BOOT_LOG));
                }
                BaselineCalls.append(files(), other, names);
                return files();
            });
        }

        /**
         * The next script begins.
         *
         * @param known adds what is known of a test
         */
        public OfScript script(String script, UnaryOperator<RanTest> known) {
            line(RunEvent.SCRIPT, number, Map.of(RunEvent.SCRIPT_NAME, script));
            return new OfScript(this, script, known);
        }

        /** A script whose results are all there already. */
        public void whole(RanScript script) {
            script(script.script(), test -> test).ended(script);
        }

        /** A result that comes after its script has ended. */
        public void late(String script, RanTest test) {
            RanTest own = test.files() == null || folder == null
                    ? test
                    : test.withFiles(test.files().in(folder));
            line(RunEvent.RESULT, number, Map.of(RunEvent.SCRIPT_NAME, script, RunEvent.RESULT_FACTS, own.facts()));
        }
    }

    /** The record of one script's tests. */
    public final class OfScript {
        private final OfBoard board;
        private final String script;
        private final UnaryOperator<RanTest> known;
        /** The files kept of each result, in order; null of one without files. */
        private final List<KeptFiles> files = new ArrayList<>();
        /** The number of results that have a line. */
        private int written;
        /** The last of them; null if there are none. */
        private RanTest last;

        private OfScript(OfBoard board, String script, UnaryOperator<RanTest> known) {
            this.known = known;
            this.board = board;
            this.script = script;
        }

        /** Told by the script's session. */
        public TestListener listener() {
            return new TestListener() {
                @Override
                public void begins(TestRequest asked) {
                    line(
                            RunEvent.TEST,
                            board.number,
                            Map.of(RunEvent.SCRIPT_NAME, script, RunEvent.TEST_NAME, asked.name()));
                }

                @Override
                public void ended(TestRequest asked, TestResult result, TestEvidence evidence) {
                    if (result != null) {
                        RanTest test = known.apply(RanTest.of(result));
                        take(test.withFiles(board.write(script, test, evidence)));
                    }
                }
            };
        }

        private synchronized void take(RanTest test) {
            files.add(test.files());
            result(test);
        }

        private synchronized void result(RanTest test) {
            written++;
            last = test;
            board.late(script, test);
        }

        /** Keeps what explains a failure of the script outside of its tests, or in one that nothing ended. */
        public synchronized void rest(RanScript whole, TestEvidence evidence) {
            for (RanTest test : whole.tests()
                    .subList(
                            Math.min(files.size(), whole.tests().size()),
                            whole.tests().size())) {
                files.add(board.write(script, test, evidence));
            }
        }

        /**
         * Writes the results that were not written when their tests ended, of the script's rest and of tests that it
         * did not reach, and returns all with their files.
         */
        public synchronized RanScript ended(RanScript whole) {
            List<RanTest> tests = new ArrayList<>();
            for (int i = 0; i < whole.tests().size(); i++) {
                RanTest test = whole.tests().get(i);
                tests.add(i < files.size() ? test.withFiles(files.get(i)) : test);
            }
            tests.subList(Math.min(written, tests.size()), tests.size()).forEach(this::result);
            Map<String, Object> end = new LinkedHashMap<>();
            end.put(RunEvent.SCRIPT_NAME, script);
            end.put(RunEvent.MS, whole.took().toMillis());
            // Which expectations were never reached is known when the script ends.
            if (last != null && !last.notes().equals(tests.get(tests.size() - 1).notes())) {
                end.put(RunEvent.NOTES, tests.get(tests.size() - 1).notes());
            }
            line(RunEvent.SCRIPT_ENDED, board.number, end);
            return new RanScript(script, tests, whole.took());
        }
    }
}
