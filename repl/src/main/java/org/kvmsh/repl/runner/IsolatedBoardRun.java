package org.kvmsh.repl.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.TestWords;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.record.KernelLogFact;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunFolders;
import org.kvmsh.repl.results.record.UnmetOptions;

/**
 * Scripts on one board, each in a process of its own, which opens the board: what ends the process fails that script
 * alone.
 */
final class IsolatedBoardRun implements RunOfBoard {
    private final String name;
    /** The directory where the run is kept, with what its processes keep; null if it is not. */
    private final Path kept;

    private final RunUnderway whole;
    private final RunOptions options;
    private final List<String> words;
    private final HeldOutput out;
    private final Ending ending;
    private final BoardResults results;
    private final ScriptProcess process;
    private final Lanes lanes;
    private UnmetOptions unmet;
    private boolean opened;
    /** The worst state of the board's kernel log in a process; null before one has looked at it. */
    private LogState log;

    private boolean unlooked;

    /**
     * A run that begins, or goes on.
     *
     * @param name null for this host's KVM, or the model used instead
     * @param words the command line's options that each process gets
     * @param done what its scripts gave before a run was resumed
     */
    IsolatedBoardRun(
            Map<String, String> environment, String name, RunUnderway whole, List<String> words, List<RanScript> done) {
        this.name = name;
        this.whole = whole;
        this.kept = whole.record().folder();
        this.options = whole.options();
        this.words = words;
        this.out = whole.out();
        this.ending = whole.ending();
        this.results = new BoardResults(whole, BoardRun.asked(name), done);
        this.process = new ScriptProcess(environment);
        this.lanes = new Lanes(options.jobs());
    }

    @Override
    public RanBoard run() throws IOException {
        Path folder = kept == null
                ? Files.createTempDirectory("kvmsh-isolated-")
                : Files.createTempDirectory(Files.createDirectories(kept.resolve(RunFolders.PROCESSES)), "");
        try {
            for (int number = 1; results.round(number, notRunWhy() != null, true); number++) {
                Path ofRound = folder.resolve(Integer.toString(number));
                List<String> given = options.rounds().moves(number) ? moving() : words;
                lanes.run(results.open().size(), () -> runLane(ofRound, given), lane -> true);
                results.endRound();
            }
            results.ended(
                    log == null || !unlooked
                            ? log
                            : log.worse(LogState.bad(
                                    "a script's process ended before it read the kernel log of the board")));
            return results.whole();
        } finally {
            if (kept == null) {
                Folders.delete(folder);
            }
        }
    }

    @Override
    public boolean isFailedFast() {
        return results.isFailedFast();
    }

    @Override
    public UnmetOptions unmet() {
        return unmet;
    }

    private String notRunWhy() {
        return ending.isWanted()
                ? ending.wanted().reasonOfOthers()
                : isFailedFast() ? EndedEarly.FAILED_FAST.reasonOfOthers() : whole.whyStopped();
    }

    /** The options of a process whose machines move. */
    private List<String> moving() {
        return Stream.concat(words.stream(), Stream.of("--repeat=" + RoundRule.MOVED_ONLY))
                .toList();
    }

    private void runLane(Path folder, List<String> given) {
        for (TestScript script = results.next(); script != null; script = results.next()) {
            TestScript next = script;
            String why = notRunWhy();
            if (why != null) {
                results.notRun(script, why);
            } else {
                boolean alone = (whole.isBeside() || lanes.count() > 1) && next.isAlone();
                Boolean ran = lanes.beside(
                        alone,
                        () -> whole.scripts().beside(alone, () -> notRunWhy() != null, () -> {
                            run(
                                    next,
                                    folder.resolve(
                                            Integer.toString(options.scripts().indexOf(next))),
                                    given);
                            return true;
                        }));
                if (ran == null) {
                    results.notRun(script, notRunWhy());
                }
            }
        }
    }

    private void run(TestScript script, Path folder, List<String> given) {
        whole.progress().begins(script);
        long began = System.nanoTime();
        try {
            Files.createDirectories(folder);
            Path own = folder.resolve("run");
            Path printed = folder.resolve("printed");
            int status = process.run(
                    TestWords.of(name, own, given, Map.of(script.file(), script.name()), options.arguments()),
                    printed,
                    ending::isWanted);
            ended(
                    script,
                    read(own),
                    Files.readString(printed, StandardCharsets.UTF_8),
                    status,
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null for a process that ended before it has begun a run. */
    private static RecordedRun read(Path kept) {
        try {
            return RecordedRun.read(kept);
        } catch (IOException e) {
            return null;
        }
    }

    private synchronized void ended(TestScript script, RecordedRun run, String printed, int status, Duration took) {
        RanBoard board =
                run == null || run.boards().size() != 1 ? null : run.boards().get(0);
        if (board != null && !opened) {
            opened = true;
            results.opened(board.board(), board.about());
            out.println(MarkedLine.of(board.board() + ", " + board.about()));
        }
        String other =
                board == null || run.facts(0).isEmpty() ? null : results.kept().facts(run.facts(0));
        other = other != null || run == null ? other : whole.record().read(run.texts());
        unmet = UnmetOptions.both(unmet, UnmetOptions.of(run));
        LogState state = run == null ? null : KernelLogFact.of(run.facts(0));
        unlooked |= run == null || !run.isWhole();
        log = log == null || state == null ? log == null ? state : log : log.worse(state);
        String why = ending.isWanted() ? EndedEarly.INTERRUPTED.reason() : ScriptProcess.ending(status);
        RanScript ran = board == null || board.scripts().size() > 1
                ? new RanScript(script.name(), List.of(RanTest.without(script.name(), Verdict.ERROR, why)), took)
                : board.scripts().isEmpty()
                        ? new RanScript(script.name(), List.of(), took)
                        : ended(board.scripts().get(0), run.isWhole() ? null : why);
        RanScript report = other == null ? ran : RanScript.notRun(script.name(), other);
        boolean leftOut = results.isLeftOut(report);
        if (!leftOut) {
            out.println(HeadedOutput.heading(script.name()));
        }
        if (other != null) {
            out.println("not ok 1 " + PrintableText.line(script.name()) + " # not run: " + other);
        } else if (!leftOut) {
            results.printed(printed, run, report);
        }
        if (other == null && (run == null || !run.isWhole())) {
            report.tests().stream()
                    .filter(test -> test.reason().equals(why))
                    .forEach(test -> out.println("not ok " + (report.tests().indexOf(test) + 1) + " "
                            + PrintableText.line(test.name())
                            + (test.verdict() == Verdict.NOT_RUN ? " # not run: " : " # ") + why));
        }
        out.flush();
        if (board != null) {
            results.kept().take(board.files(), Map.of(script.name(), script.name()));
        }
        results.keep(script, report, null);
    }

    /** @param why its process ended before its run did; null if it did not */
    private RanScript ended(RanScript report, String why) {
        return new RanScript(
                report.script(),
                report.tests().stream()
                        .map(test -> why != null && test.reason().equals(RanTest.ENDED)
                                ? RanTest.without(test.name(), test.verdict(), why)
                                : test)
                        .map(test -> kept == null ? test.withFiles(null) : test)
                        .toList(),
                report.took());
    }
}
