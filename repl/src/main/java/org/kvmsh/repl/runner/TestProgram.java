package org.kvmsh.repl.runner;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.session.AllowedSplats;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.BuildVersion;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.cli.Unchecked;
import org.kvmsh.repl.farm.FarmUnavailable;
import org.kvmsh.repl.farm.SlurmFarm;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.ResultsFiles;
import org.kvmsh.repl.results.RunAsked;
import org.kvmsh.repl.results.RunRecord;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh test}: the tests of checked-in scripts, on one board or several. */
@Command(name = "test", sortOptions = false,
        description = "Run scripts as tests; a script without test blocks is one test. The calls of a failed test are shown. Arguments after -- are passed to the scripts as args.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all tests passed or were skipped", "1:a test failed or ended with an error",
                "2:usage error, or a board is not available", "128 + N:signal N ended the run: 130 for Ctrl-C, 143 for SIGTERM"})
public final class TestProgram implements Callable<Integer> {
    private static final String BISECT = "--bisect";

    private final Map<String, String> environment;
    private final Boards boards;
    /** What is after {@code --}: every script finds it in args. */
    private final List<String> scriptArguments;
    private final StandardOutput out;
    private final PrintWriter err;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "A script, or a directory, searched recursively.")
    private List<Path> paths;

    @Option(names = {"-b", "--board"}, paramLabel = "BOARD", description = "A board to run on; may be repeated. Default: kvm, or model:x86_64 if this host has no KVM.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private ResultsFiles files;

    @Option(names = "--run", paramLabel = "DIRECTORY", description = "Keep the run in DIRECTORY while it goes on, a line when a test begins and one when it ends; kvmsh report makes every format from it.")
    private Path run;

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

    /** Whether a board lacks what every commit needs. */
    private boolean notSetUp;

    /** Whether a script is still running. */
    private boolean leftBehind;

    @Option(names = "--allow-splat", paramLabel = "REGEX=REASON", description = "Tolerate kernel reports that match REGEX, and print REASON with them; may be repeated. Otherwise a test fails if its board's kernel"
            + " logs a WARNING, BUG, oops, KASAN, KCSAN, UBSAN, lockdep, stall, hung task or refcount report, or becomes tainted.")
    private List<String> allowSplats = new ArrayList<>();

    @Option(names = "--unchecked", description = Unchecked.OPTION)
    private boolean unchecked;

    @Option(names = "--trace-errors", description = "Show the Java stack trace of an error.")
    private boolean traceErrors;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private TestProgram(Map<String, String> environment, Boards boards, List<String> scriptArguments, StandardOutput out, PrintWriter err) {
        this.environment = environment;
        this.boards = boards;
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
        CommandLine line = line(environment, out, err, scriptArguments);
        if (isBisecting(arguments)) {
            line.getCommandSpec().exitCodeOnInvalidInput(BisectStatus.END).exitCodeOnExecutionException(BisectStatus.END);
        }
        return line;
    }

    /** Whether the exit status is for git bisect run. */
    public static boolean isBisecting(List<String> arguments) {
        return arguments.contains(BISECT);
    }

    private static CommandLine line(Map<String, String> environment, StandardOutput out, PrintWriter err, List<String> scriptArguments) {
        return new CommandLine(new TestProgram(environment, new Boards(environment, warning -> err.println("kvmsh test: warning: " + warning))
                .telling(new ProgressLine(environment, err, "kvmsh test")), scriptArguments, out, err));
    }

    @Override public Integer call() throws Exception {
        List<Path> scripts;
        AllowedSplats allowed;
        RunRecord started;
        try {
            allowed = AllowedSplats.of(allowSplats);
            scripts = ScriptFiles.of(paths);
            files.checkWritable();
            for (String name : names) {
                boards.check(name);
            }
            checkFarm();
            started = record(scripts);
        } catch (IOException | NoSuchBoard | IllegalArgumentException e) {
            return refuse(e.getMessage());
        }
        if (scripts.stream().anyMatch(script -> Language.ofFile(script.toString()) == Language.GROOVY)) {
            Kvmsh.warmUp(Language.GROOVY, true);
        }
        try (RunRecord record = started; Ending ending = Ending.bySignalOrExit(out)) {
            int status = report(farm == null ? run(new RunOptions(scripts, scriptArguments, timeout, allowed, traceErrors, unchecked), ending, record) : onFarm(scripts, ending, record), allowed, ending, record);
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
        if (farm != null && run == null) {
            throw new IOException("--farm needs --run DIRECTORY, on a file system that the nodes share");
        }
        if (farm == null && !sbatch.isEmpty()) {
            throw new IOException("--sbatch needs --farm slurm");
        }
    }

    private List<RanBoard> onFarm(List<Path> scripts, Ending ending, RunRecord record) throws FarmUnavailable {
        List<String> options = new ArrayList<>(List.of("--timeout", timeout.toMillis() + "ms"));
        allowSplats.forEach(splat -> options.addAll(List.of("--allow-splat", splat)));
        if (unchecked) {
            options.add("--unchecked");
        }
        if (traceErrors) {
            options.add("--trace-errors");
        }
        List<RanBoard> ran = new SlurmFarm(environment, out, ending::isWanted).run(names.isEmpty() ? List.of(Boards.KVM) : names, scripts, scriptArguments, run, options, sbatch);
        for (RanBoard board : ran) {
            RunRecord.OfBoard kept = record.board(board.board(), board.about(), board.began());
            board.scripts().forEach(kept::notRun);
            out.println(MarkedLine.of(board.board() + ", " + board.about()));
            ResultLines.ofFailures(board).forEach(out::println);
            out.println(MarkedLine.of(board.board() + ": ").and(RanBoard.counts(List.of(board)).line()));
        }
        return ran;
    }

    private RunRecord record(List<Path> scripts) throws IOException {
        return run == null ? RunRecord.none() : RunRecord.begin(run, new RunAsked(List.of(new BuildVersion().getVersion()), Instant.now(),
                names.isEmpty() ? List.of(Boards.KVM) : names.stream().map(BoardName::withoutToken).toList(), scripts.stream().map(Path::toString).toList(), scriptArguments));
    }

    private List<RanBoard> run(RunOptions options, Ending ending, RunRecord record) throws Exception {
        List<RanBoard> reports = new ArrayList<>();
        List<String> asked = new ArrayList<>(names);
        if (asked.isEmpty()) {
            asked.add(null);
        }
        String over = null;
        for (String name : asked) {
            if (over != null) {
                reports.add(notRun(name == null ? Boards.KVM : BoardName.withoutToken(name), options.scripts(), over, record));
                continue;
            }
            BoardRun run = new BoardRun(boards, name, options, out, ending, record);
            RanBoard report = run.run();
            reports.add(report);
            report.reasons().forEach(reason -> out.println("skipped: " + reason));
            out.println(MarkedLine.of(report.board() + ": ").and(RanBoard.counts(List.of(report)).line()));
            notSetUp |= run.isNotSetUp();
            leftBehind |= run.isLeftBehind();
            over = ending.isWanted() ? ending.wanted().reasonOfOthers() : leftBehind ? "an earlier script did not finish" : null;
        }
        return reports;
    }

    /** Whether a script is still running: nothing else may run in this process. */
    public boolean isLeftBehind() {
        return leftBehind;
    }

    private RanBoard notRun(String board, List<Path> scripts, String why, RunRecord record) {
        out.println(board + " did not run: " + why);
        RanBoard ran = new RanBoard(board, "did not run", Instant.now(), scripts.stream().map(script -> RanScript.notRun(script.toString(), why)).toList());
        RunRecord.OfBoard kept = record.board(board, ran.about(), ran.began());
        ran.scripts().forEach(kept::notRun);
        return ran;
    }

    private int report(List<RanBoard> reports, AllowedSplats allowed, Ending ending, RunRecord record) {
        if (names.size() > 1) {
            out.println(MarkedLine.of("all boards: ").and(RanBoard.counts(reports).line()));
        }
        allowed.unmet().forEach(regex -> out.println("--allow-splat " + regex + " matched no report"));
        if (ending.isWanted()) {
            out.println("the test run was stopped: " + ending.wanted().reason());
        }
        out.flush();
        boolean written = files.write(reports, this::tell);
        if (record.failure() != null) {
            tell(record.failure());
            written = false;
        }
        if (bisect && !ending.isWanted()) {
            return notSetUp || !written ? BisectStatus.END : BisectStatus.of(reports);
        }
        return ending.isWanted() ? ending.status() : written ? RanBoard.counts(reports).exitStatus() : ExitStatus.FAILED;
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
