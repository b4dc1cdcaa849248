package org.kvmsh.repl.results;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh compare}: two kept runs, test by test. */
@Command(name = "compare", sortOptions = false,
        description = "Compare two runs that kvmsh test has kept, test by test on each board: what fails since, for which other reason, what is not run any more, what is fixed.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every test passed, was skipped, or failed as before", "1:a test fails since or for another reason, did not run, or is in the earlier run only", "2:usage error"})
public final class CompareProgram implements Callable<Integer> {
    private final StandardOutput out;
    private final PrintWriter err;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "The earlier run's directory.")
    private Path before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "The later run's directory.")
    private Path after;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    private CompareProgram(StandardOutput out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    public static CommandLine line(StandardOutput out, PrintWriter err) {
        return new CommandLine(new CompareProgram(out, err));
    }

    @Override public Integer call() {
        RunComparison comparison;
        try {
            comparison = RunComparison.of(RecordedRun.read(before).boards(), RecordedRun.read(after).boards());
        } catch (IOException e) {
            err.println("kvmsh compare: " + e.getMessage());
            return ExitStatus.USAGE;
        }
        for (Change change : Change.values()) {
            List<ComparedTest> tests = comparison.of(change);
            if (change != Change.NONE && !tests.isEmpty()) {
                out.println(MarkedLine.of(change.isLoss() ? Mark.FAILED : Mark.STEP, change.heading() + ": " + tests.size()));
                tests.forEach(test -> out.println("  " + test.address().name() + " on " + test.address().board() + ": " + test.inWords()));
            }
        }
        boolean worse = comparison.tests().stream().anyMatch(test -> test.change().isLoss());
        out.println(comparison.tests().size() + " tests compared" + (worse ? "" : ", none fails that did not"));
        out.flush();
        return worse ? ExitStatus.FAILED : ExitStatus.SUCCESS;
    }
}
