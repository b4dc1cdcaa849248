package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.cli.LockOptions;
import org.kvmsh.repl.cli.NoColor;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.farm.BoardNeeds;
import org.kvmsh.repl.report.ResultsFiles;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunAsked;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.runner.BisectStatus;
import org.kvmsh.repl.runner.FarmRun;
import org.kvmsh.repl.runner.HostRun;
import org.kvmsh.repl.runner.RoundRule;
import org.kvmsh.repl.runner.RunOptions;
import org.kvmsh.repl.runner.Selection;
import org.kvmsh.repl.runner.TestHost;
import org.kvmsh.repl.runner.TestReport;
import org.kvmsh.repl.runner.TestRun;
import org.kvmsh.repl.runner.TestRunRequest;
import org.kvmsh.repl.runner.TestScript;
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
            "0:all tests passed, were skipped, or are known failures",
            "1:a test failed, ended with an error, is flaky, or passed although it is known to fail; an entry of"
                    + " --known has expired, a log that --require-log needs was not read, or the comparison with"
                    + " --baseline found a difference",
            "2:usage error, a pattern matches no test, or a board is not available",
            "128 + N:signal N ended the run: 130 for Ctrl-C, 143 for SIGTERM"
        })
public final class TestProgram extends KvmshCommand {
    @Spec
    private CommandSpec command;

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "A script, or a directory to search for scripts.")
    private List<Path> paths = new ArrayList<>();

    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = {"-b", "--board"},
            paramLabel = "BOARD",
            description = "A board to run on; may be repeated. Boards run in parallel as this host's processors and"
                    + " memory allow. Default: kvm, or model:x86_64 if this host has no KVM.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private ChoosingOptions choosing;

    @Mixin
    private RepeatOptions repeating;

    @Mixin
    private ResultsFiles files;

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

    @Mixin
    private VerdictOptions verdicts;

    private TestProgram(Invocation invocation) {
        super(invocation, "kvmsh test");
    }

    /** The command line's part; --bisect counts even if other arguments are wrong. */
    public static CommandLine line(Invocation invocation) {
        CommandLine line = new CommandLine(new TestProgram(invocation));
        if (isBisecting(invocation.arguments())) {
            line.getCommandSpec()
                    .exitCodeOnInvalidInput(BisectStatus.END)
                    .exitCodeOnExecutionException(BisectStatus.END);
        }
        return line;
    }

    /** Whether the exit status is for git bisect run. */
    public static boolean isBisecting(List<String> arguments) {
        return arguments.contains(VerdictOptions.BISECT);
    }

    @Override
    public Integer call() throws Exception {
        ResumedRun resumed;
        RecordedRun again;
        try {
            resumed = keeping.resumed(given());
            again = choosing.again();
        } catch (IOException e) {
            return refuse(e.getMessage());
        }
        if (resumed != null) {
            RunAsked asked = resumed.before().asked();
            return with(asked.command(), asked.arguments()).run(resumed);
        }
        return again == null || choosing.isOfAnotherRun() ? run(null) : rerun(again.asked());
    }

    /** The same command line with the options of the run whose failures run again. */
    private int rerun(RunAsked asked) throws Exception {
        return with(
                        Stream.concat(given().others(asked).stream(), invocation.arguments().stream())
                                .toList(),
                        invocation.scriptArguments().isEmpty() ? asked.arguments() : invocation.scriptArguments())
                .run(null);
    }

    private TestProgram with(List<String> arguments, List<String> ofScripts) {
        CommandLine line = line(invocation.with(arguments, ofScripts));
        NoColor.addTo(line.getCommandSpec(), invocation.out(), invocation.err());
        // As on the first command line: a text that begins with @ is not a file of arguments.
        line.setExpandAtFiles(false);
        line.parseArgs(arguments.toArray(String[]::new));
        return line.getCommand();
    }

    private int run(ResumedRun resumed) throws Exception {
        TestRunRequest request;
        TestHost host;
        RunRecord record;
        ProgressLine progress = progress();
        Boards boards = boards().telling(progress);
        try {
            request = request(boards, resumed);
            List<TestScript> scripts = request.options().scripts();
            if (choosing.isList()) {
                return list(request);
            }
            if (scripts.isEmpty()) {
                return refuse(String.join(
                        "\nkvmsh test: ", request.options().selection().unmet()));
            }
            BoardNeeds needs = farm.read(keeping, given(), comparing, request);
            host = needs == null
                    ? host(request, boards, progress)
                    : new FarmRun(request, needs, given().ofTasks(), environment(), out);
            record = resumed == null
                    ? keeping.place()
                            .begin(invocation, request.titles(), scripts, repeatable(), why -> tell("warning: " + why))
                    : resumed.record(scripts.stream().map(TestScript::name).toList());
        } catch (IOException | NoSuchBoard | IllegalArgumentException e) {
            return refuse(e.getMessage());
        }
        TestRun.warmUp(request.options().scripts());
        if (choosing.isShuffled()) {
            out.println("script order: random; to repeat it: --shuffle=" + choosing.seed());
        }
        TestReport report = new TestReport(
                request.options(), files::write, keeping.isDefault(), verdicts.isBisect(), out, this::tell);
        TestRun run = new TestRun(host, report, environment(), out, this::tell);
        int status = run.run(record, (ran, kept, own, ofTests) -> comparing.compare(ran, kept, own, ofTests, out));
        return status;
    }

    private TestHost host(TestRunRequest request, Boards boards, ProgressLine progress) throws NoSuchBoard {
        if (beside.isIsolated()) {
            return HostRun.isolated(request, boards, environment(), given().ofProcesses(), out, progress);
        }
        Boards waiting = boards.waiting(locks.limit());
        return comparing.isOfBoards()
                ? HostRun.inTurn(request, waiting, out, progress)
                : HostRun.inProcess(request, waiting, out, progress);
    }

    private TestRunRequest request(Boards boards, ResumedRun resumed) throws IOException, NoSuchBoard {
        RoundRule rounds = repeating.rule(choosing.isFailFast());
        int jobs = beside.jobs();
        RecordedRun again = choosing.again();
        comparing.read(boards, rounds, choosing, beside, verdicts);
        if (paths.isEmpty() && again == null) {
            throw new ParameterException(command.commandLine(), "Missing required parameter: 'PATH'");
        }
        List<TestScript> found = choosing.scripts(paths);
        files.begin();
        List<String> known = names.isEmpty() && again != null ? again.names() : names;
        for (String name : known) {
            boards.check(name);
        }
        List<String> asked = comparing.boards(TestRunRequest.boards(known));
        Selection selection = choosing.selection();
        List<TestScript> scripts = choosing.ordered(found).stream()
                .filter(script ->
                        TestRunRequest.titles(asked).stream().anyMatch(title -> selection.mayChoose(title, script)))
                .toList();
        RunOptions options = new RunOptions(
                scripts,
                invocation.scriptArguments(),
                verdicts.timeout(),
                verdicts.isLogRequired(),
                verdicts.isTracingErrors(),
                verdicts.isUnchecked(),
                verdicts.isVacuity(),
                selection,
                choosing.isFailFast(),
                verdicts.isStrict(),
                rounds,
                verdicts.known(scripts),
                jobs,
                UserFolders.of(environment()).compiled());
        return new TestRunRequest(asked, options, resumed == null ? null : resumed.before());
    }

    private int list(TestRunRequest request) {
        Selection selection = request.options().selection();
        TestList list = new TestList(selection, out);
        request.titles().forEach(title -> list.print(title, request.options().scripts()));
        List<String> unmet = selection.unmet();
        unmet.forEach(this::tell);
        if (list.isEmpty() && unmet.isEmpty()) {
            tell(Selection.NONE);
        }
        return list.isEmpty() || !unmet.isEmpty() ? ExitStatus.USAGE : ExitStatus.SUCCESS;
    }

    /** The command line for the same run: without tokens, and with the order of its scripts. */
    private List<String> repeatable() {
        List<String> line = new ArrayList<>(
                invocation.arguments().stream().map(BoardName::withoutToken).toList());
        if (choosing.isShuffled()) {
            int at = 0;
            while (!line.get(at).startsWith(ChoosingOptions.SHUFFLE)) {
                at++;
            }
            if (line.remove(at).equals(ChoosingOptions.SHUFFLE) && at < line.size() && ShuffleSeed.is(line.get(at))) {
                line.remove(at);
            }
            line.add(at, ChoosingOptions.SHUFFLE + "=" + choosing.seed());
        }
        return line;
    }

    private GivenOptions given() {
        return new GivenOptions(command.commandLine().getParseResult());
    }

    private int refuse(String message) {
        return refuse(message, verdicts.isBisect() ? BisectStatus.END : ExitStatus.USAGE);
    }
}
