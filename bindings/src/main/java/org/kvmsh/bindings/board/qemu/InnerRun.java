package org.kvmsh.bindings.board.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.bindings.remote.Link;

/**
 * A script that is run by kvmsh in a JVM on the board itself: what the board must have for that, and what comes back.
 */
record InnerRun(List<Path> jars, Path script, int seconds, PrintWriter out) {
    private static final String HOME = "kvmsh/";
    private static final char RECORD_SEPARATOR = 0x1e;

    /** The board's first program. */
    byte[] init() throws IOException {
        try (InputStream in = InnerRun.class.getResourceAsStream("jvm-init.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(
                            "@CLASSPATH@",
                            String.join(
                                    ":",
                                    jars.stream()
                                            .map(jar -> jar.getFileName().toString())
                                            .toList()))
                    .replace("@SCRIPT@", script.getFileName().toString().replace("'", "'\\''"))
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The paths in the board's initial file system. */
    Map<String, Path> files(Path jvm) {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("", jvm);
        jars.forEach(jar -> files.put(HOME + jar.getFileName(), jar));
        files.put(HOME + script.getFileName(), script);
        return files;
    }

    /** Forwards the board's output until it ends, and returns the exit status. */
    int status(QemuMachine machine, String name) throws IOException, BoardUnavailable {
        CompletableFuture<Void> end = new CompletableFuture<Void>().orTimeout(seconds, TimeUnit.SECONDS);
        end.whenComplete((none, late) -> {
            if (late != null) {
                machine.close();
            }
        });
        try (Link link = new Boot(machine, Progress.NONE).link();
                BufferedReader in = new BufferedReader(new InputStreamReader(link.input(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int separator = line.indexOf(RECORD_SEPARATOR);
                if (separator >= 0) {
                    out.print(line.substring(0, separator));
                    return Integer.parseInt(line.substring(separator + 1));
                }
                out.println(line);
            }
        } finally {
            out.flush();
            end.complete(null);
        }
        throw new BoardUnavailable(name
                + (end.isCompletedExceptionally()
                        ? ": kvmsh on the board did not finish within " + seconds + " s"
                        : ": the board stopped while kvmsh " + "was running on it" + machine.lastWords()));
    }
}
