package org.kvmsh.repl.bringup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.TestTime;
import org.kvmsh.repl.known.KnownFailures;
import org.kvmsh.repl.report.ResultsFiles;
import org.kvmsh.repl.results.record.RunBeside;
import org.kvmsh.repl.results.record.RunFolders;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.runner.HostRun;
import org.kvmsh.repl.runner.RoundRule;
import org.kvmsh.repl.runner.RunOptions;
import org.kvmsh.repl.runner.Selection;
import org.kvmsh.repl.runner.TestReport;
import org.kvmsh.repl.runner.TestRun;
import org.kvmsh.repl.runner.TestRunRequest;
import org.kvmsh.repl.runner.TestScript;
import org.kvmsh.repl.test.KeptIn;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh bringup}: the tests of a new board's first hour. */
@Command(
        name = "bringup",
        sortOptions = false,
        description = "Test a new board in dependency order: the link, the kernel, KVM's version and capabilities,"
                + " memory, vCPUs, exits, interrupts, timers, registers, snapshots. The tests are those in"
                + " scripts/suite marked 'bringup:'.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all tests passed, were skipped, or are known failures",
            "1:a test failed, or ended with an error",
            "2:usage error, or the board is not available",
            "128 + N:signal N ended the run"
        })
public final class BringupProgram extends KvmshCommand {
    /** The tag of its tests. */
    private static final String TAG = "bringup";
    /** The default of {@code kvmsh test} too, whose line need not repeat it. */
    private static final Duration DEFAULT = Duration.ofSeconds(60);

    @Parameters(index = "0", paramLabel = "BOARD", description = "Name of the board, as listed by 'kvmsh boards'.")
    private String board;

    @Option(
            names = "--suite",
            paramLabel = "DIRECTORY",
            description = "Directory of the tests. Default: scripts/suite below the current directory, or the one that"
                    + " comes with kvmsh.")
    private Path suite;

    @Option(
            names = "--like",
            paramLabel = "RUN|FACTS|BOARD",
            description = "Show another board's values beside this board's. RUN is the directory of a recorded run,"
                    + " FACTS a file with the output of 'kvmsh boards facts', BOARD a board that is available now. The"
                    + " other board's times are shown only if it is hardware.")
    private String like;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TestTime.class,
            description = "Time limit of each test without its own limit, such as 90s or 5min. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration timeout;

    @Option(
            names = "--run",
            paramLabel = "DIRECTORY|none",
            description = "Record the run in DIRECTORY, or nowhere ('none'). Default: a new directory below"
                    + " ~/.local/state/kvmsh/runs.")
    private Path run;

    @Mixin
    private ResultsFiles files;

    private BringupProgram(Invocation invocation) {
        super(invocation, "kvmsh bringup");
    }

    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new BringupProgram(invocation));
    }

    @Override
    public Integer call() throws Exception {
        ProgressLine progress = progress();
        Boards boards = boards(progress);
        TestRunRequest request;
        BringupTests tests;
        RunRecord record;
        Reference reference;
        try {
            boards.check(board);
            Reference recorded = like == null ? Reference.NONE : recorded(boards);
            files.begin();
            // Reads every script: what can be refused without that is refused before.
            tests = tests();
            reference = recorded == null ? reference(boards) : recorded;
            request = new TestRunRequest(List.of(board), options(tests.scripts()), null);
            record = new KeptIn(run)
                    .begin(
                            invocation,
                            request.titles(),
                            tests.scripts(),
                            command(tests.scripts()),
                            why -> tell("warning: " + why));
        } catch (IOException | BoardUnavailable e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        }
        TestRun.warmUp(tests.scripts());
        TestReport report = new TestReport(request.options(), files::write, run == null, false, out, this::tell);
        HostRun host = HostRun.inProcess(request, boards, out, progress, new FirstHour(tests, reference, out));
        return new TestRun(host, report, environment(), out, this::tell).run(record, (ran, kept, status, ofTests) -> {
            if (kept.folder() != null) {
                tell("to write an HTML report: " + invocation.program() + " report " + kept.folder()
                        + " --html DIRECTORY");
            }
            return status;
        });
    }

    /** Any path with this name is meant, before a board; null for a board. */
    private Reference recorded(Boards boards) throws IOException, BoardUnavailable {
        if (Files.exists(Path.of(like))) {
            return Reference.read(Path.of(like));
        }
        try {
            boards.check(like);
        } catch (NoSuchBoard e) {
            throw new IOException("--like=" + like + " is not a file, a run directory or a board", e);
        }
        return null;
    }

    private Reference reference(Boards boards) throws BoardUnavailable {
        try (Board other = boards.open(like)) {
            return Reference.of(other);
        }
    }

    private BringupTests tests() throws IOException {
        Path found = suite == null ? BringupTests.suite() : suite;
        if (found == null) {
            throw new IOException("no scripts/suite in this directory or beside kvmsh; use --suite=DIRECTORY");
        }
        Set<String> hung = HungScripts.of(runs(), BoardName.withoutToken(board));
        BringupTests tests = new BringupTests(found, hung);
        if (tests.scripts().isEmpty()) {
            throw new IOException("no test in " + found + " is marked 'bringup:'");
        }
        hung.retainAll(tests.scripts().stream().map(TestScript::name).toList());
        if (!hung.isEmpty()) {
            tell("run last, because a test hung or lost the board in an earlier run: " + String.join(", ", hung));
        }
        return tests;
    }

    /** The runs that are kept beside this one. */
    private List<RunBeside> runs() {
        return run == null || KeptIn.NONE.equals(run)
                ? RunFolders.of(environment()).runs()
                : RunBeside.of(run);
    }

    private RunOptions options(List<TestScript> scripts) throws IOException {
        return new RunOptions(
                scripts,
                List.of(),
                timeout,
                false,
                false,
                false,
                false,
                new Selection(List.of(), List.of(TAG), null),
                false,
                false,
                new RoundRule(null, false, null),
                KnownFailures.read(
                        List.of(), scripts.stream().map(TestScript::known).toList()),
                1,
                UserFolders.of(environment()).compiled());
    }

    /** The arguments of {@code kvmsh test} for the same tests in the same order. */
    private List<String> command(List<TestScript> scripts) {
        return Stream.of(
                        Stream.of("--tag", TAG, "-b", BoardName.withoutToken(board)),
                        timeout.equals(DEFAULT)
                                ? Stream.<String>of()
                                : Stream.of("--timeout", timeout.toMillis() + "ms"),
                        scripts.stream().map(script -> script.file().toString()))
                .flatMap(words -> words)
                .toList();
    }
}
