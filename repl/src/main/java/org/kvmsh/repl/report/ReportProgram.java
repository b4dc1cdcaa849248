package org.kvmsh.repl.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.session.test.TestCounts;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.results.BoardsDiffer;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.FailureList;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.ResultLines;
import org.kvmsh.repl.results.format.GithubText;
import org.kvmsh.repl.results.format.LavaText;
import org.kvmsh.repl.results.page.PageFiles;
import org.kvmsh.repl.results.record.ReportedRuns;
import org.kvmsh.repl.results.record.RunFolders;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh report}: what came of a run, from the folder that {@code kvmsh test} has kept. */
@Command(
        name = "report",
        sortOptions = false,
        description = "Report on recorded runs of kvmsh test: print the tests that did not pass and the counts"
                + " for each board, and write result files.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all tests passed or were skipped",
            "1:a test failed, ended with an error, or was running when the run ended",
            "2:usage error, or some tests did not run"
        })
public final class ReportProgram extends KvmshCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "RUN",
            description = "The directory of a run; several runs make one report. Default: the newest run.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private ResultsFiles files;

    @Option(
            names = "--html",
            paramLabel = "DIRECTORY",
            description = "Write an HTML page: index.html and a style sheet.")
    private Path html;

    @Option(
            names = "--baseline",
            paramLabel = "RUN",
            description = "With --html: an earlier run to compare with. The page shows new failures, and"
                    + " which calls differ. May be repeated, for runs on other boards.")
    private List<Path> baseline = new ArrayList<>();

    @Mixin
    private MatrixFile matrix;

    @Mixin
    private KcidbOptions kcidb;

    @Option(names = "--github", description = "Print a GitHub Actions annotation for each test that did not pass.")
    private boolean github;

    @Option(names = "--lava", description = "Print a LAVA signal for each test.")
    private boolean lava;

    private ReportProgram(Invocation invocation) {
        super(invocation, "kvmsh report");
    }

    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new ReportProgram(invocation));
    }

    @Override
    public Integer call() {
        ReportedRuns run;
        ReportedRuns before;
        try {
            run = ReportedRuns.read(
                    folders.isEmpty() ? List.of(RunFolders.of(environment()).newest()) : folders);
            before = baseline.isEmpty() ? null : ReportedRuns.baseline(baseline);
            files.begin();
            matrix.begin();
            kcidb.check();
            if (html != null) {
                new PageFiles(html).begin();
            }
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        }
        FailureNotes notes = run.notes();
        print(run, notes);
        int status = RanBoard.counts(run.boards()).exitStatus();
        boolean written = files.write(run.boards(), notes, this::tell)
                & isWritten(() -> matrix.write(run, this::tell))
                & isWritten(() -> kcidb.write(run))
                & isWritten(() -> page(run, before));
        return !written
                ? ExitStatus.FAILED
                : status != ExitStatus.SUCCESS
                        ? status
                        // Its command line was wrong for its tests, or a list of known failures is out of date.
                        : run.runs().stream()
                                .mapToInt(each -> !each.isWhole() || ExitStatus.isOfSignal(each.status())
                                        ? ExitStatus.USAGE
                                        : each.status())
                                .max()
                                .orElseThrow();
    }

    private void page(ReportedRuns run, ReportedRuns before) throws IOException {
        if (html != null) {
            new PageFiles(html).write(run, before);
        }
    }

    private interface Writing {
        void write() throws IOException;
    }

    private boolean isWritten(Writing writing) {
        try {
            writing.write();
            return true;
        } catch (IOException e) {
            tell(e.getMessage());
            return false;
        }
    }

    /** A line with others' texts, where a program reads its own lines between those. */
    private void printForeign(String line) {
        out.println(github ? GithubText.withoutCommands(withoutSignals(line)) : withoutSignals(line));
    }

    private String withoutSignals(String line) {
        return lava ? LavaText.withoutSignals(line) : line;
    }

    private void print(ReportedRuns run, FailureNotes notes) {
        FailureCards cards = new FailureCards(notes);
        for (RanBoard board : run.boards()) {
            printForeign(board.board() + ", " + board.about());
            ResultLines.ofFailures(board, cards).stream().flatMap(String::lines).forEach(this::printForeign);
            ResultLines.ofReport(board, run.boards().size() == 1, notes).forEach(this::printForeign);
            out.println(board.total());
        }
        if (run.boards().size() > 1) {
            FailureList.of(run.boards(), notes).forEach(this::printForeign);
            BoardsDiffer.lines(run.boards(), notes).forEach(this::printForeign);
            TestCounts counts = RanBoard.counts(run.boards());
            out.println(MarkedLine.of("all boards: ").and(counts.line()));
        }
        if (!run.isWhole()) {
            run.runs().stream()
                    .filter(each -> !each.isWhole())
                    .forEach(each -> out.println(
                            run.runs().size() == 1
                                    ? "the run was stopped before it finished"
                                    : each.folder() + " was stopped before it finished"));
        }
        if (github) {
            run.runs()
                    .forEach(each -> GithubText.lines(each.boards(), each.asked(), notes)
                            .forEach(line -> out.println(withoutSignals(line))));
        }
        if (lava) {
            LavaText.lines(run.boards()).forEach(out::println);
        }
        out.flush();
    }
}
