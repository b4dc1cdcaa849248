package org.kvmsh.repl.boards;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.runner.TestProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards matrix}: the page that tells what differs between boards and kernels. */
@Command(name = "matrix", sortOptions = false,
        description = {"Run scripts as tests on every emulated board that is set up, one after the other, and print a page that lists what fails or is skipped on each board and kernel, with reasons. "
                + "The reasons for failures are in a table.",
                "A board whose results are already in the results directory is run again only if it failed to start."},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every failure has a reason", "1:a failure has no reason in the table, a row of the table no longer applies, or a board did not run", "2:usage error"})
final class MatrixCommand implements Callable<Integer> {
    private final Boards boards;
    private final Map<String, String> environment;
    private final PrintWriter out;
    private final PrintWriter err;
    private final BoardTasks tasks;

    @Option(names = "--results", paramLabel = "DIR", required = true, description = "The directory for the results of each board, as kvmsh test --json writes them, and for the tests' output.")
    private Path results;

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "A script, or a directory, searched recursively. Default: scripts.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = {"-b", "--board"}, paramLabel = "BOARD", description = "A board to run on; may be repeated. Default: every emulated board that is set up, with each release.")
    private List<String> names = new ArrayList<>();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    MatrixCommand(Boards boards, Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.boards = boards;
        this.environment = environment;
        this.out = out;
        this.err = err;
        this.tasks = new BoardTasks(out, err);
    }

    @Override public Integer call() {
        List<String> wanted = names.isEmpty() ? boards.available().stream().filter(board -> board.kind() == BoardKind.EMULATED).map(BoardEntry::name).toList() : names;
        if (wanted.isEmpty()) {
            return tasks.refuse("no emulated board is set up; set one up with kvmsh boards setup NAME", ExitStatus.FAILED);
        }
        try {
            Files.createDirectories(results);
            List<MatrixResults> all = new ArrayList<>();
            for (String board : wanted) {
                Path file = results.resolve(board.replaceAll("[^\\w.-]", "_") + ".json");
                if (!Files.exists(file) || !MatrixResults.isOfStarted(file)) {
                    run(board, file);
                }
                all.addAll(MatrixResults.read(file));
            }
            return print(new KernelMatrix(all, KernelDifferences.read(), this::architecture));
        } catch (IOException e) {
            return tasks.refuse(e.getMessage(), ExitStatus.FAILED);
        }
    }

    private void run(String board, Path file) throws IOException {
        err.println("kvmsh boards: running on " + board + " ...");
        List<String> arguments = new ArrayList<>(List.of("--json", file.toString(), "-b", board));
        (paths.isEmpty() ? List.of(Path.of("scripts")) : paths).forEach(path -> arguments.add(path.toString()));
        Files.deleteIfExists(file);
        Path log = results.resolve(file.getFileName() + ".log");
        try (OutputStream lines = Files.newOutputStream(log); StandardOutput said = StandardOutput.to(lines)) {
            TestProgram.line(environment, said, err, arguments, List.of()).execute(arguments.toArray(String[]::new));
        }
        if (!Files.exists(file)) {
            throw new IOException(board + " has no results; see " + log);
        }
        if (!MatrixResults.isOfStarted(file)) {
            throw new IOException(board + " did not start, or does not report a Linux kernel; see " + log);
        }
    }

    private String architecture(String board) {
        return boards.all().stream().filter(entry -> entry.name().equals(board) && entry.arch() != null).map(entry -> entry.arch().toString()).findFirst().orElse("other");
    }

    private int print(KernelMatrix matrix) {
        out.print(matrix.page());
        out.flush();
        matrix.unexplained().forEach(test -> err.println("kvmsh boards: no reason is known for " + test));
        matrix.unused().forEach(row -> err.println("kvmsh boards: this row no longer applies; remove it from the table: " + row + ": " + row.reason()));
        return matrix.unexplained().isEmpty() && matrix.unused().isEmpty() ? ExitStatus.SUCCESS : ExitStatus.FAILED;
    }
}
