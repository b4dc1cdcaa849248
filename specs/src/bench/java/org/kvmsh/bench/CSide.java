package org.kvmsh.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program in C as a process that waits between two runs, so that both sides keep their VM for the whole measurement. */
final class CSide implements Side {
    private static final Pattern ANSWER = Pattern.compile("(\\d+) (?:exits|lives) in (\\d+) ns: .*");

    private final Process process;
    private final PrintWriter to;
    private final BufferedReader from;

    private CSide(Process process) {
        this.process = process;
        this.to = new PrintWriter(process.outputWriter(), true);
        this.from = process.inputReader();
    }

    /**
     * Compiles a program of the directory c.
     *
     * @param name without its ending
     * @throws IOException where that cannot be, and why
     */
    static Path compile(String name) throws IOException, InterruptedException {
        Path compiler = Stream.of("cc", "gcc").flatMap(cc -> path().map(folder -> Path.of(folder, cc))).filter(Files::isExecutable)
                .findFirst().orElseThrow(() -> new IOException("there is neither cc nor gcc on the PATH"));
        Path program = Project.TARGET.resolve("bench/" + name);
        Files.createDirectories(program.getParent());
        int status = new ProcessBuilder(compiler.toString(), "-O2", "-o", program.toString(), Project.SOURCES.resolve("c/" + name + ".c").toString())
                .inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(compiler + " could not compile " + name + ".c");
        }
        return program;
    }

    private static Stream<String> path() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"));
    }

    static CSide of(Path program) throws IOException {
        return new CSide(new ProcessBuilder(program.toString(), Device.path()).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    @Override public double run(Duration time) {
        to.println(time.toMillis());
        try {
            String line = from.readLine();
            Matcher answer = ANSWER.matcher(line == null ? "" : line);
            if (!answer.matches()) {
                throw new IllegalStateException(line == null ? "the C program ended" : "the C program said " + line);
            }
            return Long.parseLong(answer.group(1)) * 1e9 / Long.parseLong(answer.group(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() {
        to.close();
        process.destroy();
    }
}
