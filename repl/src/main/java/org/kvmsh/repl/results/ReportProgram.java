package org.kvmsh.repl.results;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.dsl.session.TestCounts;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh report}: what came of a run, from the folder that {@code kvmsh test --run} has kept. */
@Command(name = "report", sortOptions = false,
        description = "Report a run that kvmsh test --run has kept: its tests that did not pass, the counts of each board, and files of results.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all tests passed or were skipped", "1:a test failed or ended with an error; also a test that had begun when the run was ended",
                "2:usage error, or tests did not run"})
public final class ReportProgram implements Callable<Integer> {
    private final StandardOutput out;
    private final PrintWriter err;

    @Parameters(paramLabel = "RUN", description = "The run's directory.")
    private Path folder;

    @Mixin
    private ResultsFiles files;

    @Option(names = "--html", paramLabel = "DIRECTORY", description = "Write a page for people, index.html and its style.")
    private Path html;

    @Option(names = "--baseline", paramLabel = "RUN", description = "An earlier run: the page tells what failed since.")
    private Path baseline;

    @Option(names = "--github", description = "Print an annotation for each test that did not pass, as GitHub Actions reads them.")
    private boolean github;

    @Option(names = "--lava", description = "Print a signal for each test, as LAVA reads them.")
    private boolean lava;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private ReportProgram(StandardOutput out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    public static CommandLine line(StandardOutput out, PrintWriter err) {
        return new CommandLine(new ReportProgram(out, err));
    }

    @Override public Integer call() {
        RecordedRun run;
        RecordedRun before;
        try {
            run = RecordedRun.read(folder);
            before = baseline == null ? null : RecordedRun.read(baseline);
            files.checkWritable();
            if (html != null) {
                new PageFiles(html).checkWritable();
            }
        } catch (IOException e) {
            tell(e.getMessage());
            return ExitStatus.USAGE;
        }
        print(run);
        return files.write(run.boards(), this::tell) & isPageWritten(run, before) ? RanBoard.counts(run.boards()).exitStatus() : ExitStatus.FAILED;
    }

    private boolean isPageWritten(RecordedRun run, RecordedRun before) {
        try {
            if (html != null) {
                new PageFiles(html).write(run, before);
            }
            return true;
        } catch (IOException e) {
            tell(e.getMessage());
            return false;
        }
    }

    private void print(RecordedRun run) {
        for (RanBoard board : run.boards()) {
            out.println(board.board() + ", " + board.about());
            ResultLines.ofFailures(board).forEach(out::println);
            out.println(MarkedLine.of(board.board() + ": ").and(RanBoard.counts(List.of(board)).line()));
        }
        if (run.boards().size() > 1) {
            TestCounts counts = RanBoard.counts(run.boards());
            out.println(MarkedLine.of("all boards: ").and(counts.line()));
        }
        if (!run.isWhole()) {
            out.println("the run was ended before its end");
        }
        if (github) {
            GithubText.lines(run.boards()).forEach(out::println);
        }
        if (lava) {
            LavaText.lines(run.boards()).forEach(out::println);
        }
        out.flush();
    }

    private void tell(String message) {
        out.flush();
        err.println("kvmsh report: " + message);
    }
}
