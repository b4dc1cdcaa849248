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
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.session.AllowedSplats;
import org.kvmsh.dsl.session.EndedEarly;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.BuildVersion;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.cli.StateFolder;
import org.kvmsh.repl.cli.Unchecked;
import org.kvmsh.repl.farm.FarmUnavailable;
import org.kvmsh.repl.farm.SlurmFarm;
import org.kvmsh.repl.known.KnownFailures;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RecordedRun;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.ResultsFiles;
import org.kvmsh.repl.results.RunAsked;
import org.kvmsh.repl.results.RunFolders;
import org.kvmsh.repl.results.RunRecord;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kvmsh test}: the tests of checked-in scripts, on one board or several. */
@Command(name = "test", sortOptions = false,
        description = "Run scripts as tests; a script without test blocks is one test. The calls of a failed test are shown. Arguments after -- are passed to the scripts as args.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all tests passed or were skipped, or failed as they are known to", "1:a test failed, ended with an error, is flaky, or passed although it is known to fail",
                "2:usage error, a pattern matches no test, or a board is not available", "128 + N:signal N ended the run: 130 for Ctrl-C, 143 for SIGTERM"})
public final class TestProgram implements Callable<Integer> {
    private static final String BISECT = "--bisect";

    private final Map<String, String> environment;
    private final Boards boards;
    /** The command line, before {@code --}. */
    private final List<String> arguments;
    /** What is after {@code --}: every script finds it in args. */
    private final List<String> scriptArguments;
    private final StandardOutput out;
    private final PrintWriter err;

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "A script, or a directory, searched recursively.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = {"-b", "--board"}, paramLabel = "BOARD", description = "A board to run on; may be repeated. Default: kvm, or model:x86_64 if this host has no KVM.")
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

    @Option(names = "--farm", paramLabel = "FARM", description = "Run on a farm instead of this host: slurm. Needs --run, on a file system that the nodes share.")
    private String farm;

    @Option(names = "--sbatch", paramLabel = "OPTION", description = "An option for sbatch, such as --sbatch=--constraint=kvm; may be repeated.")
    private List<String> sbatch = new ArrayList<>();

    @Option(names = "--timeout", paramLabel = "TIME", defaultValue = "60s", converter = TestTime.class,
            description = "Time limit of each test: 90s, 500ms, 5min. Default: ${DEFAULT-VALUE}. A test's own within: overrides it.")
    private Duration timeout;

    @Option(names = BISECT, description = "Exit as git bisect run expects: 0 if the tests passed, 1 only if a test failed, 125 (skip this commit) if the test gave no verdict: the "
            + "kernel was not built or did not boot, the board was lost, a test ended with an error, or all were skipped; 129 (stop) for a usage error, a script that does not "
            + "compile, or a board that is not set up.")
    private boolean bisect;

    /** The run to go on with, and its directory; null for a new one. */
    private RecordedRun resumed;
    private Path folder;

    /** Whether a board lacks what every commit needs. */
    private boolean notSetUp;

    /** Whether a script is still running. */
    private boolean leftBehind;

    @Option(names = "--allow-splat", paramLabel = "REGEX=REASON", description = "Tolerate kernel reports that match REGEX, and print REASON with them; may be repeated. Otherwise a test fails if its board's kernel"
            + " logs a WARNING, BUG, oops, KASAN, KCSAN, UBSAN, lockdep, stall, hung task or refcount report, or becomes tainted.")
    private List<String> allowSplats = new ArrayList<>();

    @Option(names = "--known", paramLabel = "FILE", description = "A file in TOML with the tests that are known to fail, until when, and why; may be repeated. They are counted on their own. The run fails if one of them passes, or an entry"
            + " has expired.")
    private List<Path> knownFiles = new ArrayList<>();

    @Option(names = "--unchecked", description = Unchecked.OPTION)
    private boolean unchecked;

    @Option(names = "--trace-errors", description = "Show the Java stack trace of an error.")
    private boolean traceErrors;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private TestProgram(Map<String, String> environment, List<String> arguments, List<String> scriptArguments, StandardOutput out, PrintWriter err) {
        this.environment = environment;
        this.boards = new Boards(environment, warning -> err.println("kvmsh test: warning: " + warning)).telling(new ProgressLine(environment, err, "kvmsh test"));
        this.arguments = arguments;
        this.scriptArguments = scriptArguments;
        this.out = out;
        this.err = err;
    }

    /**
     * The command line's part.
     *
     * @param arguments       all arguments of the command; --bisect counts even if others are wrong
     * @param scriptArguments the args of every script
     */
    public static CommandLine line(Map<String, String> environment, StandardOutput out, PrintWriter err, List<String> arguments, List<String> scriptArguments) {
        CommandLine line = new CommandLine(new TestProgram(environment, arguments, scriptArguments, out, err));
        if (isBisecting(arguments)) {
            line.getCommandSpec().exitCodeOnInvalidInput(BisectStatus.END).exitCodeOnExecutionException(BisectStatus.END);
        }
        return line;
    }

    /** Whether the exit status is for git bisect run. */
    public static boolean isBisecting(List<String> arguments) {
        return arguments.contains(BISECT);
    }

    @Override public Integer call() throws Exception {
        return keeping.resume() == null ? run() : resume();
    }

    /** The same command line once more, for the scripts that have not reached their end. */
    private int resume() throws Exception {
        RecordedRun before;
        try {
            before = keeping.resumable(arguments);
        } catch (IOException e) {
            return refuse(e.getMessage());
        }
        CommandLine line = line(environment, out, err, before.asked().command(), before.asked().arguments());
        line.parseArgs(before.asked().command().toArray(String[]::new));
        TestProgram program = line.getCommand();
        program.resumed = before;
        program.folder = keeping.resume();
        int status = program.run();
        leftBehind = program.leftBehind;
        return status;
    }

    private int run() throws Exception {
        RunOptions options;
        RunRecord started;
        try {
            options = options();
            List<TestScript> scripts = options.scripts();
            if (choosing.isList()) {
                return list(options);
            }
            if (scripts.isEmpty()) {
                return refuse(String.join("\nkvmsh test: ", options.selection().unmet()));
            }
            checkFarm();
            started = record(scripts);
        } catch (IOException | NoSuchBoard | IllegalArgumentException e) {
            return refuse(e.getMessage());
        }
        if (options.scripts().stream().anyMatch(script -> Language.ofFile(script.file().toString()) == Language.GROOVY)) {
            Kvmsh.warmUp(Language.GROOVY, true);
        }
        if (choosing.isShuffled()) {
            out.println("the scripts are shuffled with --seed " + choosing.seed());
        }
        try (RunRecord record = started; Ending ending = Ending.bySignalOrExit(out)) {
            int status = report(farm == null ? run(options, ending, record) : onFarm(options.scripts(), ending, record), options, ending, record);
            record.ended(status);
            return status;
        } catch (FarmUnavailable e) {
            return refuse(e.getMessage());
        }
    }

    private void checkFarm() throws IOException {
        if (farm != null && !farm.equals("slurm")) {
            throw new IOException("unknown farm: " + farm + "; supported: slurm");
        }
        if (farm != null && keeping.run() == null) {
            throw new IOException("--farm needs --run DIRECTORY, on a file system that the nodes share");
        }
        if (farm != null && (!choosing.selection().isAll() || choosing.isFailFast() || rounds.isAsked() || !knownFiles.isEmpty())) {
            throw new IOException("--farm cannot be used with options that choose or repeat tests, nor with --known");
        }
        if (farm == null && !sbatch.isEmpty()) {
            throw new IOException("--sbatch needs --farm slurm");
        }
    }

    private List<RanBoard> onFarm(List<TestScript> scripts, Ending ending, RunRecord record) throws FarmUnavailable {
        List<String> options = new ArrayList<>(List.of("--timeout", timeout.toMillis() + "ms"));
        allowSplats.forEach(splat -> options.addAll(List.of("--allow-splat", splat)));
        if (unchecked) {
            options.add("--unchecked");
        }
        if (traceErrors) {
            options.add("--trace-errors");
        }
        List<RanBoard> ran = new SlurmFarm(environment, out, ending::isWanted).run(names.isEmpty() ? List.of(Boards.KVM) : names, scripts.stream().map(TestScript::file).toList(), scriptArguments, keeping.run(), options, sbatch);
        for (RanBoard board : ran) {
            record.whole(board);
            out.println(MarkedLine.of(board.board() + ", " + board.about()));
            ResultLines.ofFailures(board).forEach(out::println);
            out.println(MarkedLine.of(board.board() + ": ").and(RanBoard.counts(List.of(board)).line()));
        }
        return ran;
    }

    private RunOptions options() throws IOException, NoSuchBoard {
        AllowedSplats allowed = AllowedSplats.of(allowSplats);
        rounds.check(choosing.isFailFast());
        choosing.read();
        RecordedRun again = choosing.again();
        if (paths.isEmpty() && again == null) {
            throw new ParameterException(command.commandLine(), "Missing required parameter: 'PATH'");
        }
        List<TestScript> found = TestScript.of(paths.isEmpty() ? again.asked().files().stream().map(Path::of).toList() : paths);
        if (names.isEmpty() && again != null) {
            names = again.asked().boards();
        }
        files.checkWritable();
        for (String name : names) {
            boards.check(name);
        }
        Selection selection = choosing.selection();
        List<TestScript> scripts = choosing.ordered(found).stream().filter(script -> asked().stream().anyMatch(name -> selection.mayChoose(BoardRun.asked(name), script))).toList();
        return new RunOptions(scripts, scriptArguments, timeout, allowed, traceErrors, unchecked, selection, choosing.isFailFast(), rounds, KnownFailures.read(knownFiles));
    }

    private int list(RunOptions options) throws IOException {
        TestList list = new TestList(options.selection(), out);
        for (String name : asked()) {
            list.print(BoardRun.asked(name), options.scripts());
        }
        options.selection().unmet().forEach(this::tell);
        return list.isEmpty() || !options.selection().unmet().isEmpty() ? ExitStatus.USAGE : ExitStatus.SUCCESS;
    }

    private RunRecord record(List<TestScript> scripts) throws IOException {
        List<String> found = scripts.stream().map(TestScript::name).toList();
        if (resumed != null) {
            if (!found.equals(resumed.asked().scripts())) {
                throw new IOException("cannot resume " + folder + ": it ran " + resumed.asked().scripts() + ", and these are the scripts now: " + found);
            }
            return RunRecord.resume(folder, resumed.asked());
        }
        List<String> line = new ArrayList<>(arguments.stream().map(BoardName::withoutToken).toList());
        if (choosing.isShuffled() && arguments.stream().noneMatch(argument -> argument.startsWith("--seed"))) {
            line.addAll(0, List.of("--seed", Integer.toString(choosing.seed())));
        }
        return keeping.begin(new RunFolders(StateFolder.of(environment)), new RunAsked(List.of(new BuildVersion().getVersion()), Instant.now(), asked().stream().map(BoardRun::asked).toList(),
                found, scripts.stream().map(script -> script.absolute().toString()).toList(), scriptArguments, line, Path.of("").toAbsolutePath().toString()), why -> tell("warning: " + why));
    }

    /** The boards' names; null for this host's KVM, or the model used instead. */
    private List<String> asked() {
        return names.isEmpty() ? Collections.singletonList(null) : names;
    }

    private List<RanBoard> run(RunOptions options, Ending ending, RunRecord record) throws Exception {
        List<RanBoard> reports = new ArrayList<>();
        String over = null;
        for (String name : asked()) {
            if (over != null) {
                reports.add(notRun(BoardRun.asked(name), options.scripts(BoardRun.asked(name)), over, record));
                continue;
            }
            BoardRun run = new BoardRun(boards, name, options, resumed == null ? List.of() : resumed.done(reports.size()), out, ending, record);
            RanBoard report = run.run();
            reports.add(report);
            report.reasons().forEach(reason -> out.println("skipped: " + reason));
            report.flakes().forEach(flake -> out.println("flaky: " + flake));
            out.println(MarkedLine.of(report.board() + ": ").and(RanBoard.counts(List.of(report)).line()));
            notSetUp |= run.isNotSetUp();
            leftBehind |= run.isLeftBehind();
            over = ending.isWanted() ? ending.wanted().reasonOfOthers() : leftBehind ? "an earlier script did not finish"
                    : run.isFailedFast() ? EndedEarly.FAILED_FAST.reasonOfOthers() : null;
        }
        return reports;
    }

    /** Whether a script is still running: nothing else may run in this process. */
    public boolean isLeftBehind() {
        return leftBehind;
    }

    private RanBoard notRun(String board, List<TestScript> scripts, String why, RunRecord record) {
        out.println(board + " did not run: " + why);
        RanBoard ran = RanBoard.notRun(board, Instant.now(), scripts.stream().map(TestScript::name).toList(), why);
        record.whole(ran);
        return ran;
    }

    private int report(List<RanBoard> reports, RunOptions options, Ending ending, RunRecord record) {
        if (names.size() > 1) {
            out.println(MarkedLine.of("all boards: ").and(RanBoard.counts(reports).line()));
        }
        options.allowed().unmet().forEach(regex -> out.println("--allow-splat " + regex + " matched no report"));
        if (ending.isWanted()) {
            out.println("the test run was stopped: " + ending.wanted().reason());
        }
        out.flush();
        List<String> unmet = ending.isWanted() ? List.of() : options.selection().unmet();
        unmet.forEach(this::tell);
        if (!RanBoard.counts(reports).isOk() && record.folder() != null && keeping.isDefault() && !out.isLost()) {
            tell("the run is kept in " + record.folder() + "; kvmsh report shows it again");
        }
        List<String> expired = options.known().expired();
        expired.forEach(this::tell);
        if (!ending.isWanted()) {
            options.known().unmet().forEach(this::tell);
        }
        boolean written = files.write(reports, this::tell);
        if (record.failure() != null) {
            tell(record.failure());
            written = false;
        }
        if (bisect && !ending.isWanted()) {
            return notSetUp || !written ? BisectStatus.END : BisectStatus.of(reports);
        }
        int status = RanBoard.counts(reports).exitStatus();
        return ending.isWanted() ? ending.status() : !written || !expired.isEmpty() ? ExitStatus.FAILED : status == ExitStatus.SUCCESS && !unmet.isEmpty() ? ExitStatus.USAGE : status;
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
