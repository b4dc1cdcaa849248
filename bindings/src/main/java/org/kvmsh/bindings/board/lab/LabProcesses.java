package org.kvmsh.bindings.board.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.text.WriteFailure;

/**
 * The processes of a lab's commands for a board: each in a process group of its own, where the terminal's Ctrl-C does
 * not reach it.
 *
 * <p>A shell watches each command: the shell's standard input ends when this JVM closes it, or ends itself, however
 * that is; then the shell kills the group. What a command that has ended by itself has left in the background stays: it
 * may be the board.
 */
final class LabProcesses {
    private static final String WATCH =
            "exec 3<&0; sh -c \"$1\" %s 3<&- & command=$!; { read -r line <&3; kill -KILL 0; } > /dev/null 2>&1 &"
                    + " watch=$!; exec 3<&- < /dev/null; wait $command; status=$?; kill -KILL $watch; exit $status";
    /** A command's standard input is empty; a console's has no end, because many programs end with it. */
    private static final String COMMAND = WATCH.formatted("< /dev/null");

    private static final String CONSOLE = WATCH.formatted("<&3");
    /** The variable that tells a command the board, so that several boards may have the same command. */
    static final String VARIABLE = "KVMSH_BOARD";

    private static final long KILLED_MILLIS = 2000;
    private static final long LOOK_NANOS = 100_000_000;
    private static final int TOLD_LINES = 5;

    private final String board;
    private final Path commandLog;
    private final Path consoleLog;
    private final Map<String, String> environment;

    /** @param logs the directory of the board's logs */
    LabProcesses(String board, Path logs, Map<String, String> environment) {
        this.board = board;
        this.commandLog = logs.resolve("commands.log").toAbsolutePath();
        this.consoleLog = logs.resolve("console.log").toAbsolutePath();
        this.environment = new HashMap<>(environment);
        this.environment.put(VARIABLE, board);
    }

    /** The file that gets the console's output. */
    Path consoleLog() {
        return consoleLog;
    }

    /** The file that gets the other commands' output, and the console's errors. */
    Path commandLog() {
        return commandLog;
    }

    /** Begins new logs; the ones of the last time are kept beside them. */
    void beginLogs() throws LabFailure {
        try {
            Files.createDirectories(commandLog.getParent());
            for (Path log : List.of(commandLog, consoleLog)) {
                if (Files.exists(log)) {
                    Files.move(
                            log, log.resolveSibling(log.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new LabFailure(
                    board + ": cannot write its logs to " + commandLog.getParent() + ": " + WriteFailure.why(e), e);
        }
    }

    /**
     * Runs a command to its end.
     *
     * @param waiting called now and then until then
     * @return what it printed, which is in the log too
     */
    String run(LabCommand command, Runnable waiting) throws LabFailure, InterruptedException {
        Path log = commandLog;
        try {
            Files.createDirectories(log.getParent());
            Files.writeString(log, "$ " + command.text() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            long before = Files.size(log);
            Process process = started(COMMAND, command.text(), log);
            String failed;
            try {
                failed = !ends(process, command.limit(), waiting)
                        ? "did not end within " + command.limit().toMillis() / 1000.0 + " s and was killed"
                        : process.exitValue() == 0 ? null : "ended with status " + process.exitValue();
            } finally {
                end(process);
            }
            String output = GrowingLog.text(log, before);
            if (failed != null) {
                throw new LabFailure(
                        board + ": " + command.key() + " " + failed + ": " + command.text() + last(output, log));
            }
            return output;
        } catch (IOException e) {
            throw cannotRun(command.key(), e);
        }
    }

    private static boolean ends(Process process, Duration limit, Runnable waiting) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            waiting.run();
            if (process.waitFor(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS)) {
                return true;
            }
        }
        return false;
    }

    private LabFailure cannotRun(String key, IOException e) {
        return new LabFailure(board + ": " + key + " cannot be run: " + e.getMessage(), e);
    }

    private Process started(String watch, String text, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", watch, "kvmsh-" + board, text)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(commandLog.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String last(String output, Path log) {
        // What a device prints when it starts would move the cursor, or worse.
        List<String> lines = output.strip()
                .lines()
                .map(line -> line.replaceAll("[\\p{Cntrl}&&[^\t]]", ""))
                .toList();
        return lines.isEmpty()
                ? "\n  no output"
                : "\n  its last output, " + (lines.size() > TOLD_LINES ? "the rest is in " + log : "also in " + log)
                        + ":\n    "
                        + String.join("\n    ", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
    }

    /** Starts the console, whose standard output is appended to its log. */
    Process console(String command) throws LabFailure {
        try {
            return started(CONSOLE, command, consoleLog);
        } catch (IOException e) {
            throw cannotRun("console", e);
        }
    }

    /** Ends a command with its group, if it has not ended. */
    static void end(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
        try {
            if (!process.waitFor(KILLED_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // The shell kills the group in any case.
            Thread.currentThread().interrupt();
        }
    }
}
