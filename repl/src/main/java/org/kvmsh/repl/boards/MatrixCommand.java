package org.kvmsh.repl.boards;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards matrix}: the page that tells what differs between boards and kernels. */
@Command(
        name = "matrix",
        sortOptions = false,
        description = {
            "Run scripts as tests on every emulated board that is set up, one after the other, and print a page that"
                    + " lists what fails or is skipped on each board and kernel, with reasons. The reasons for failures"
                    + " come from a table.",
            "A board that does not start is on the page with the reason. Results are kept in the"
                    + " results directory, even after Ctrl-C: the same command then runs only scripts without a"
                    + " result, including those that were interrupted, exceeded a test's time limit (180 s) or"
                    + " lost their board."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every failure has a reason",
            "1:a failure has no reason in the table, a row of the table no longer applies, or a script did not run on"
                    + " a board",
            "2:usage error",
            "128 + N:signal N ended the run: 130 for Ctrl-C, 143 for SIGTERM"
        })
final class MatrixCommand extends BoardsCommand {
    private static final String AGAIN = "run the same command again to run what is missing";

    private final Boards boards = boards();
    private final PrintWriter err;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            required = true,
            description =
                    "The directory for the results of each board, as kvmsh test --output json writes them, and for the tests'"
                            + " output.")
    private Path results;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "A script, or a directory to search for scripts. Default: scripts.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = {"-b", "--board"},
            paramLabel = "BOARD",
            description =
                    "A board to run on; may be repeated. Default: every emulated board that is set up, with each of"
                            + " its kernel releases.")
    private List<String> names = new ArrayList<>();

    MatrixCommand(Invocation invocation) {
        super(invocation);
        this.err = invocation.err();
    }

    @Override
    public Integer call() {
        List<String> wanted = names.isEmpty()
                ? boards.available().stream()
                        .filter(board -> board.kind() == BoardKind.EMULATED)
                        .map(BoardEntry::name)
                        .toList()
                : names;
        if (wanted.isEmpty()) {
            return refuse("no emulated board is set up; set one up with kvmsh boards setup NAME", ExitStatus.FAILED);
        }
        List<MatrixRun> runs = new ArrayList<>();
        try {
            if (Files.exists(results) && !Files.isDirectory(results)) {
                return refuse(
                        results + " is not a directory; --results takes the directory for the results",
                        ExitStatus.USAGE);
            }
            List<Path> scripts = scripts();
            for (String board : wanted) {
                boards.check(board);
                runs.add(new MatrixRun(board, results, scripts));
            }
        } catch (IOException | NoSuchBoard e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        }
        try {
            Files.createDirectories(results);
            for (MatrixRun run : runs) {
                if (run.isMissing()) {
                    err.println("kvmsh boards: running on " + run + " ...");
                    int status = run.run(environment(), invocation.err());
                    if (ExitStatus.isOfSignal(status)) {
                        return refuse("stopped; " + AGAIN, status);
                    }
                    if (run.isLeftBehind()) {
                        return refuse("a script on " + run + " could not be stopped; " + AGAIN, ExitStatus.FAILED);
                    }
                }
            }
            List<MatrixResults> all = runs.stream().map(MatrixRun::results).toList();
            int status = print(new KernelMatrix(all, KernelDifferences.read(), this::architecture));
            return Math.max(status, missing(runs));
        } catch (FileSystemException e) {
            return refuse(
                    "the results cannot be written to " + results + ": " + WriteFailure.why(e), ExitStatus.FAILED);
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.FAILED);
        }
    }

    private List<Path> scripts() {
        return paths.isEmpty() ? List.of(Path.of("scripts")) : paths;
    }

    private int missing(List<MatrixRun> runs) {
        int status = ExitStatus.SUCCESS;
        for (MatrixRun run : runs) {
            if (run.isMissing()) {
                MatrixResults results = run.results();
                String what = results.isStarted()
                        ? results.missing().size() + " scripts did not run to their end on " + run
                        : run + " did not start: " + results.whyNotStarted();
                status = refuse(what + "; " + AGAIN, ExitStatus.FAILED);
            }
        }
        return status;
    }

    private String architecture(String board) {
        return boards.all().stream()
                .filter(entry -> entry.name().equals(board) && entry.arch() != null)
                .map(entry -> entry.arch().toString())
                .findFirst()
                .orElse("other");
    }

    private int print(KernelMatrix matrix) {
        out.print(matrix.page());
        out.flush();
        matrix.unexplained().forEach(test -> err.println("kvmsh boards: no reason is known for " + test));
        matrix.unused()
                .forEach(row -> err.println("kvmsh boards: this row no longer applies; remove it from the table: " + row
                        + ": " + row.reason()));
        return matrix.unexplained().isEmpty() && matrix.unused().isEmpty() ? ExitStatus.SUCCESS : ExitStatus.FAILED;
    }
}
