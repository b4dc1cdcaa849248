package org.kvmsh.repl.boards;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.runner.ScriptFiles;
import org.kvmsh.repl.test.TestProgram;
import picocli.CommandLine;

/**
 * One board of {@code boards matrix}: what has run on it, in files that kvmsh test --output json wrote, and the run of
 * what is missing.
 */
final class MatrixRun {
    /** Three times that of kvmsh test: nobody waits for a verdict, and the host may have other work. */
    private static final String TIMEOUT = "180s";

    private final String board;
    private final Path folder;
    private final List<Path> scripts;
    private MatrixResults ran;
    /** The number of the next file, from 1: earlier ones are of runs in which the board started. */
    private int next = 1;

    private boolean leftBehind;

    /** @throws IOException if a file of results or a script cannot be read */
    MatrixRun(String board, Path folder, List<Path> scripts) throws IOException {
        this.board = board;
        this.folder = folder;
        this.scripts = List.copyOf(scripts);
        while (Files.exists(file()) && take()) {
            next++;
        }
        if (isMissing()) {
            ScriptFiles.of(scripts);
        }
    }

    /** Reads the next file; whether its board started. */
    private boolean take() throws IOException {
        MatrixResults read = MatrixResults.read(file());
        ran = ran == null ? read : ran.with(read);
        return read.isStarted();
    }

    private Path file() {
        return folder.resolve(
                BoardName.withoutToken(board).replaceAll("[^\\w.-]", "_") + (next == 1 ? "" : "-" + next) + ".json");
    }

    /** The names of the scripts that are to run; empty for all. */
    private List<String> toRun() {
        return ran == null || !ran.isStarted() ? List.of() : ran.missing();
    }

    boolean isMissing() {
        return ran == null || !ran.isWhole();
    }

    /** Runs what is missing; the exit status of kvmsh test. */
    int run(Map<String, String> environment, StandardOutput err) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--run=none", "--output=json=" + file(), "--timeout", TIMEOUT, "-b", board));
        toRun().forEach(name -> arguments.addAll(List.of("--filter", name)));
        scripts.forEach(path -> arguments.add(path.toString()));
        Files.deleteIfExists(file());
        Path log = folder.resolve(file().getFileName() + ".log");
        int status;
        try (OutputStream lines = Files.newOutputStream(log);
                StandardOutput said = StandardOutput.to(lines)) {
            CommandLine line = TestProgram.line(new Invocation(environment, said, err, arguments, List.of()));
            status = line.execute(arguments.toArray(String[]::new));
            leftBehind = line.<TestProgram>getCommand().isLeftBehind();
        }
        if (!Files.exists(file())) {
            throw new IOException(this + " has no results; see " + log);
        }
        take();
        return status;
    }

    /** Whether a script still runs, so that no other board may run in this process. */
    boolean isLeftBehind() {
        return leftBehind;
    }

    MatrixResults results() {
        return ran;
    }

    /** The board as messages show it. */
    @Override
    public String toString() {
        return BoardName.withoutToken(board);
    }
}
