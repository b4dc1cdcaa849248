package org.kvmsh.repl.boards;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.runner.ScriptFiles;
import org.kvmsh.repl.runner.TestProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards matrix}: the page that tells what differs between boards and kernels. */
@Command(name = "matrix", sortOptions = false,
        description = {"Run scripts as tests on every emulated board that is set up, one after the other, and print a page that lists what fails or is skipped on each board and kernel, with reasons. "
                + "The reasons for failures come from a table.",
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

    @Option(names = {"-b", "--board"}, paramLabel = "BOARD", description = "A board to run on; may be repeated. Default: every emulated board that is set up, with each of its kernel releases.")
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
        List<String> toRun = new ArrayList<>();
        try {
            for (String board : wanted) {
                boards.check(board);
                if (!Files.exists(file(board)) || !isStarted(file(board))) {
                    toRun.add(board);
                }
            }
            if (Files.exists(results) && !Files.isDirectory(results)) {
                return tasks.refuse(results + " is not a directory; --results takes the directory for the results", ExitStatus.USAGE);
            }
            if (!toRun.isEmpty() || !paths.isEmpty()) {
                ScriptFiles.of(scripts());
            }
        } catch (IOException | NoSuchBoard e) {
            return tasks.refuse(e.getMessage(), ExitStatus.USAGE);
        }
        try {
            Files.createDirectories(results);
            for (String board : toRun) {
                run(board);
            }
            List<MatrixResults> all = new ArrayList<>();
            for (String board : wanted) {
                all.addAll(MatrixResults.read(file(board)));
            }
            return print(new KernelMatrix(all, KernelDifferences.read(), this::architecture));
        } catch (FileSystemException e) {
            return tasks.refuse("the results cannot be written to " + results + ": " + (e instanceof AccessDeniedException ? "permission denied" : e.getReason() == null ? e.getFile() : e.getReason()), ExitStatus.FAILED);
        } catch (IOException e) {
            return tasks.refuse(e.getMessage(), ExitStatus.FAILED);
        }
    }

    private List<Path> scripts() {
        return paths.isEmpty() ? List.of(Path.of("scripts")) : paths;
    }

    /** The results of a board. */
    private Path file(String board) {
        return results.resolve(BoardName.withoutToken(board).replaceAll("[^\\w.-]", "_") + ".json");
    }

    /** Whether the results are of a board that started; they are read to the end, so that no board runs beside a file that cannot be used. */
    private static boolean isStarted(Path file) throws IOException {
        boolean started = MatrixResults.isOfStarted(file);
        if (started) {
            MatrixResults.read(file);
        }
        return started;
    }

    private void run(String board) throws IOException {
        Path file = file(board);
        String shown = BoardName.withoutToken(board);
        err.println("kvmsh boards: running on " + shown + " ...");
        List<String> arguments = new ArrayList<>(List.of("--json", file.toString(), "-b", board));
        scripts().forEach(path -> arguments.add(path.toString()));
        Files.deleteIfExists(file);
        Path log = results.resolve(file.getFileName() + ".log");
        try (OutputStream lines = Files.newOutputStream(log); StandardOutput said = StandardOutput.to(lines)) {
            TestProgram.line(environment, said, err, arguments, List.of()).execute(arguments.toArray(String[]::new));
        }
        if (!Files.exists(file)) {
            throw new IOException(shown + " has no results; see " + log);
        }
        if (!MatrixResults.isOfStarted(file)) {
            throw new IOException(shown + " did not start, or does not report a Linux kernel; see " + log);
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
