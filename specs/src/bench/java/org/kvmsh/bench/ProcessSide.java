package org.kvmsh.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that waits between two runs, so that it keeps its VM for the whole measurement: each line that it reads is a time in ms. */
final class ProcessSide implements Side {
    private static final Pattern ANSWER = Pattern.compile("(\\d+) (?:exits|lives) in (\\d+) ns: .*");

    private final Process process;
    private final PrintWriter to;
    private final BufferedReader from;

    ProcessSide(List<String> command) {
        ProcessBuilder program = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        program.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            this.process = program.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.to = new PrintWriter(process.outputWriter(), true);
        this.from = process.inputReader();
    }

    @Override public double run(Duration time) {
        to.println(time.toMillis());
        try {
            String line = from.readLine();
            Matcher answer = ANSWER.matcher(line == null ? "" : line);
            if (!answer.matches()) {
                throw new IllegalStateException(line == null ? "the program ended" : "the program said " + line);
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
