package org.kvmsh.repl.runner;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.UserFolders;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.session.test.AllowedSplats;
import org.kvmsh.repl.cli.BuildVersion;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.LockOptions;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.cli.TestTime;
import org.kvmsh.repl.cli.Unchecked;
import org.kvmsh.repl.farm.BoardNeeds;
import org.kvmsh.repl.farm.FarmUnavailable;
import org.kvmsh.repl.known.KnownFailures;
import org.kvmsh.repl.report.ResultsFiles;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunAsked;
import org.kvmsh.repl.results.record.RunFolders;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.results.record.UnmetOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvmsh test}: the tests of checked-in scripts, on one board or several. */
@Command(
        name = "test",
        sortOptions = false,
        description =
                "Run scripts as tests; a script without test blocks is one test. The calls of a failed test are shown."
                        + " Arguments after -- are passed to the scripts as args.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all tests passed or were skipped, or failed as they are known to",
            "1:a test failed, ended with an error, is flaky, or passed although it is known to fail; or the comparison"
                    + " that was asked for found a difference",
            "2:usage error, a pattern matches no test, or a board is not available",
            "128 + N:signal N ended the run: 130 for Ctrl-C, 143 for SIGTERM"
        })
public final class TestProgram implements Callable<Integer> {
    private static final String BISECT = "--bisect";

    private final Map<String, String> environment;
    private final ProgressLine progress;
    private final Boards boards;
    /** The command line, before {@code --}. */
    private final List<String> arguments;
    /** The arguments after {@code --}: every script finds them in args. */
    private final List<String> scriptArguments;

    private final StandardOutput out;
    private final PrintWriter err;

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "A script, or a directory, searched recursively.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-b", "--board"},
            paramLabel = "BOARD",
            description = "A board to run on; may be repeated. Default: kvm, or model:x86_64 if this host has no KVM.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private ChoosingOptions choosing;

    @Mixin
    private RepeatOptions rounds;

    @Mixin
    private ResultsFiles files;

    @Spec
    private CommandSpec command;

    @Mixin
    private KeepingOptions keeping;

    @Mixin
    private FarmOptions farm;

    @Mixin
    private LockOptions locks;

    @Mixin
    private BesideOptions beside;

    @Mixin
    private ComparingOptions comparing;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TestTime.class,
            description = "Time limit of each test: 90s, 500ms, 5min. Default: ${DEFAULT-VALUE}. A test's own within:"
                    + " overrides it.")
    private Duration timeout;

    @Option(
            names = BISECT,
            description =
                    "Exit as git bisect run expects: 0 if the tests passed, 1 only if a test failed, 125 (skip this"
                            + " commit) if the test gave no verdict: the kernel was not built or did not boot, the board"
                            + " was lost, a test ended with an error, or all were skipped; 129 (stop) for a usage error, a"
                            + " script that does not compile, or a board that is not set up.")
    private boolean bisect;

    /** The run to go on with, and its directory; null for a new one. */
    private RecordedRun resumed;

    private Path folder;
    /** Whether its tasks are waited for, and none is begun. */
    private boolean attach;

    /** Whether a script is still running. */
    private boolean leftBehind;

    @Option(
            names = "--allow-splat",
            paramLabel = "REGEX=REASON",
            description =
                    "Tolerate kernel reports that match REGEX, and print REASON with them; may be repeated. Otherwise"
                            + " a test fails if its board's kernel logs a WARNING, BUG, oops, KASAN, KCSAN, UBSAN, lockdep"
                            + " or refcount report, on hardware also a stall, lockup or hung task, or becomes tainted.")
    private List<String> allowSplats = new ArrayList<>();

    @Option(
            names = "--require-log",
            description =
                    "Fail the run on a board whose kernel log cannot be read to its end, as by an ordinary user under"
                            + " kernel.dmesg_restrict. Otherwise the summary tells it.")
    private boolean requireLog;

    @Option(
            names = "--known",
            paramLabel = "FILE",
            description =
                    "A file in TOML with the tests that are known to fail, until when, and why; may be repeated. They"
                            + " are counted on their own. The run fails if one of them passes, or an entry has expired.")
    private List<Path> knownFiles = new ArrayList<>();

    @Option(
            names = "--strict",
            description =
                    "A test that checked nothing has failed, and so has a script with an expectation that was never"
                            + " reached.")
    private boolean strict;

    @Option(names = "--unchecked", description = Unchecked.OPTION)
    private boolean unchecked;

    @Option(names = "--trace-errors", description = "Show the Java stack trace of an error.")
    private boolean traceErrors;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private TestProgram(
            Map<String, String> environment,
            List<String> arguments,
            List<String> scriptArguments,
            StandardOutput out,
            PrintWriter err) {
        this.environment = environment;
        this.progress = new ProgressLine(environment, err, "kvmsh test");
        this.boards =
                new Boards(environment, warning -> err.println("kvmsh test: warning: " + warning)).telling(progress);
        this.arguments = arguments;
        this.scriptArguments = scriptArguments;
        this.out = out;
        this.err = err;
    }

    /**
     * The command line's part.
     *
     * @param arguments all arguments of the command; --bisect counts even if others are wrong
     * @param scriptArguments the args of every script
     */
    public static CommandLine line(
            Map<String, String> environment,
            StandardOutput out,
            PrintWriter err,
            List<String> arguments,
            List<String> scriptArguments) {
        CommandLine line = new CommandLine(new TestProgram(environment, arguments, scriptArguments, out, err));
        if (isBisecting(arguments)) {
            line.getCommandSpec()
                    .exitCodeOnInvalidInput(BisectStatus.END)
                    .exitCodeOnExecutionException(BisectStatus.END);
        }
        return line;
    }

    /** Whether the exit status is for git bisect run. */
    public static boolean isBisecting(List<String> arguments) {
        return arguments.contains(BISECT);
    }

    @Override
    public Integer call() throws Exception {
        return keeping.resume() == null ? run() : resume();
    }

    /** The same command line once more, for the scripts that have not reached their end. */
    private int resume() throws Exception {
        RecordedRun before;
        try {
            before = keeping.resumable(arguments);
            if (keeping.isAttach()
                    && before.asked().command().stream().noneMatch(argument -> argument.startsWith("--farm"))) {
                throw new IOException(keeping.resume() + " did not run on a farm");
            }
        } catch (IOException e) {
            return refuse(e.getMessage());
        }
        CommandLine line = line(
                environment, out, err, before.asked().command(), before.asked().arguments());
        line.parseArgs(before.asked().command().toArray(String[]::new));
        TestProgram program = line.getCommand();
        program.resumed = before;
        program.folder = keeping.resume();
        program.attach = keeping.isAttach();
        int status = program.run();
        leftBehind = program.leftBehind;
        return status;
    }

    private int run() throws Exception {
        RunOptions options;
        RunRecord started;
        BoardNeeds needs;
        try {
            options = options();
            List<TestScript> scripts = options.scripts();
            if (choosing.isList()) {
                return list(options);
            }
            if (scripts.isEmpty()) {
                return refuse(String.join("\nkvmsh test: ", options.selection().unmet()));
            }
            farm.check(keeping, command.commandLine().getParseResult(), titles());
            needs = farm.needs();
            started = record(scripts);
        } catch (IOException | NoSuchBoard | IllegalArgumentException e) {
            return refuse(e.getMessage());
        }
        if (options.scripts().stream()
                .anyMatch(script -> Language.ofFile(script.file().toString()) == Language.GROOVY)) {
            Kvmsh.warmUp(Language.GROOVY, true);
        }
        if (choosing.isShuffled()) {
            out.println("the scripts are shuffled with --seed " + choosing.seed());
        }
        try (RunRecord record = started;
                Ending ending = Ending.bySignalOrExit(out).supervised(environment)) {
            return run(options, needs, ending, record);
        }
    }

    /** The exit status; the record has no end if a farm goes on with the run. */
    private int run(RunOptions options, BoardNeeds needs, Ending ending, RunRecord record) throws Exception {
        TestReport report = new TestReport(options, ending, record, out, this::tell);
        if (farm.isAsked()) {
            FarmRun there = new FarmRun(farm, needs, environment, options, ending, record, out);
            List<RanBoard> ran;
            try {
                ran = there.run(
                        asked(),
                        keeping.run(),
                        farm.ofTask(command.commandLine().getParseResult()),
                        resumed,
                        attach);
            } catch (FarmUnavailable e) {
                if (resumed == null) {
                    record.discard();
                }
                int refused = refuse(e.getMessage());
                return ending.isWanted() ? ending.status() : refused;
            }
            if (ran == null) {
                tell("the tasks go on; kvmsh test --attach " + keeping.run() + " waits for them");
                return ending.status();
            }
            int status = report.write(ran, there.unmet(), files, keeping.isDefault(), bisect, false);
            record.ended(status, there.unmet());
            return compared(ran, record, status, report, ending);
        }
        HostRun here;
        List<RanBoard> ran;
        try (TestProgress shown = new TestProgress(progress, out)) {
            here = new HostRun(
                    beside.isIsolated()
                            ? (name, done) -> new IsolatedBoardRun(
                                    environment,
                                    name,
                                    options,
                                    beside.ofProcess(command.commandLine().getParseResult()),
                                    done,
                                    out,
                                    ending,
                                    record,
                                    shown)
                            : (name, done) -> new BoardRun(
                                            boards.waiting(locks.limit()),
                                            name,
                                            options,
                                            done,
                                            out,
                                            ending,
                                            record,
                                            shown)
                                    .taking(comparing.turn()),
                    options,
                    ending,
                    record,
                    out);
            ran = comparing.isOfBoards() ? here.inTurn(asked(), resumed) : here.run(asked(), resumed);
        }
        leftBehind = here.isLeftBehind();
        UnmetOptions unmet = here.unmet();
        int status = report.write(ran, unmet, files, keeping.isDefault(), bisect, here.isNotSetUp());
        record.ended(status, unmet);
        return compared(ran, record, status, report, ending);
    }

    private int compared(List<RanBoard> ran, RunRecord record, int status, TestReport report, Ending ending)
            throws IOException, BoardUnavailable {
        return ending.isWanted() ? status : comparing.compare(ran, record, status, report.isOfTests(), out);
    }

    private RunOptions options() throws IOException, NoSuchBoard {
        AllowedSplats allowed = AllowedSplats.of(allowSplats);
        rounds.check(choosing.isFailFast());
        beside.check();
        choosing.read();
        names = comparing.read(names, rounds, choosing, beside, bisect);
        RecordedRun again = choosing.again();
        if (paths.isEmpty() && again == null) {
            throw new ParameterException(command.commandLine(), "Missing required parameter: 'PATH'");
        }
        List<TestScript> found = TestScript.of(
                paths.isEmpty() ? again.asked().files().stream().map(Path::of).toList() : paths);
        if (names.isEmpty() && again != null) {
            names = again.names();
        }
        files.checkWritable();
        for (String name : names) {
            boards.check(name);
        }
        Selection selection = choosing.selection();
        List<TestScript> scripts = choosing.ordered(found).stream()
                .filter(script -> asked().stream().anyMatch(name -> selection.mayChoose(BoardRun.asked(name), script)))
                .toList();
        return new RunOptions(
                scripts,
                scriptArguments,
                timeout,
                allowed,
                requireLog,
                traceErrors,
                unchecked,
                selection,
                choosing.isFailFast(),
                strict,
                rounds,
                KnownFailures.read(knownFiles),
                beside,
                UserFolders.of(environment).compiled());
    }

    private int list(RunOptions options) {
        TestList list = new TestList(options.selection(), out);
        for (String name : asked()) {
            list.print(BoardRun.asked(name), options.scripts());
        }
        List<String> unmet = options.selection().unmet();
        unmet.forEach(this::tell);
        if (list.isEmpty() && unmet.isEmpty()) {
            tell(Selection.NONE);
        }
        return list.isEmpty() || !unmet.isEmpty() ? ExitStatus.USAGE : ExitStatus.SUCCESS;
    }

    private RunRecord record(List<TestScript> scripts) throws IOException {
        List<String> found = scripts.stream().map(TestScript::name).toList();
        if (resumed != null) {
            if (!found.equals(resumed.asked().scripts())) {
                throw new IOException("cannot resume " + folder + ": it ran "
                        + resumed.asked().scripts() + ", and these are the scripts now: " + found);
            }
            List<String> edited = resumed.texts().edited();
            if (!edited.isEmpty()) {
                throw new IOException("cannot resume " + folder + ": edited since the run began: "
                        + String.join(", ", edited) + "; begin another run");
            }
            return RunRecord.resume(folder, resumed);
        }
        List<String> line =
                new ArrayList<>(arguments.stream().map(BoardName::withoutToken).toList());
        if (choosing.isShuffled() && arguments.stream().noneMatch(argument -> argument.startsWith("--seed"))) {
            line.addAll(0, List.of("--seed", Integer.toString(choosing.seed())));
        }
        List<String> files =
                scripts.stream().map(script -> script.absolute().toString()).toList();
        return keeping.begin(
                new RunFolders(UserFolders.of(environment).state()),
                new RunAsked(
                        List.of(new BuildVersion().getVersion()),
                        Instant.now(),
                        titles(),
                        found,
                        files,
                        RunAsked.sums(files),
                        scriptArguments,
                        line,
                        Path.of("").toAbsolutePath().toString()),
                why -> tell("warning: " + why));
    }

    /** The boards' names; null for this host's KVM, or the model used instead. */
    private List<String> asked() {
        return names.isEmpty() ? Collections.singletonList(null) : names;
    }

    /** The boards as results name them. */
    private List<String> titles() {
        return asked().stream().map(BoardRun::asked).toList();
    }

    /** Whether a script is still running: nothing else may run in this process. */
    public boolean isLeftBehind() {
        return leftBehind;
    }

    private int refuse(String message) {
        out.flush();
        tell(message);
        return bisect ? BisectStatus.END : ExitStatus.USAGE;
    }

    private void tell(String message) {
        err.println("kvmsh test: " + message);
    }
}
