package org.kvmsh.bindings.board;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The programs on this host: finds and runs them. */
public final class Programs {
    /** The directories of a system's own programs; an ordinary user's PATH often leaves them out. */
    private static final List<String> SYSTEM = List.of("/usr/sbin", "/sbin", "/usr/lib/apt");

    private final Map<String, String> environment;

    public Programs(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The result of a program.
     *
     * @param status its exit status, 0 to 255
     * @param text what it printed, its errors among it
     */
    public record Output(int status, String text) {
        /** Whether the exit status is 0. */
        public boolean ok() {
            return status == 0;
        }

        /** The last line, in which programs usually report the error. */
        public String lastLine() {
            List<String> lines = text.strip().lines().toList();
            return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1).strip();
        }
    }

    /** The program's path, or null. A name with a slash is a path. */
    public Path find(String name) {
        if (name.contains("/")) {
            return executable(Path.of(name));
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path found = folder.isEmpty() ? null : executable(Path.of(folder, name));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The path of a system's own program, which may be outside PATH, or null. */
    public Path findSystem(String name) {
        Path found = find(name);
        // If the PATH has no entries at all, report that.
        for (int i = 0; found == null && find("sh") != null && i < SYSTEM.size(); i++) {
            found = executable(Path.of(SYSTEM.get(i), name));
        }
        return found;
    }

    private static Path executable(Path path) {
        return Files.isExecutable(path) && !Files.isDirectory(path) ? path : null;
    }

    /**
     * Runs a program to its end, in a directory, with an empty standard input.
     *
     * @throws IOException if it cannot be started, or the thread is interrupted
     */
    public Output run(Path folder, List<String> command) throws IOException {
        Process process = builder(folder, command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " was running", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A program's call in a directory and with this environment. */
    public ProcessBuilder builder(Path folder, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder == null ? null : folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }
}
