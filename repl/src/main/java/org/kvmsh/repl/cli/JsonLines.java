package org.kvmsh.repl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.kvmsh.bindings.text.WriteFailure;

/** A file of JSON Lines that is written as they come, so that a program can follow it. */
public final class JsonLines implements Consumer<String>, AutoCloseable {
    /** The name of standard output. */
    public static final String STANDARD_OUTPUT = "-";

    private final String name;
    private final OutputStream stream;
    private final PrintWriter err;
    private boolean failed;

    private JsonLines(String name, OutputStream stream, PrintWriter err) {
        this.name = name;
        this.stream = stream;
        this.err = err;
    }

    /**
     * Opens a file and empties it.
     *
     * @param name of the file; null for none
     * @param out standard output
     * @param err takes the reason if a line cannot be written
     * @return null for no file
     */
    public static JsonLines to(String name, StandardOutput out, PrintWriter err) throws IOException {
        if (name == null) {
            return null;
        }
        try {
            return new JsonLines(
                    name, name.equals(STANDARD_OUTPUT) ? new LeftOpen(out) : Files.newOutputStream(Path.of(name)), err);
        } catch (IOException | InvalidPathException e) {
            throw new IOException("cannot write the calls to " + name + ": " + WriteFailure.why(e), e);
        }
    }

    @Override
    public synchronized void accept(String line) {
        if (failed) {
            return;
        }
        try {
            stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException e) {
            failed = true;
            err.println("kvmsh: warning: cannot write the calls to " + name + ": " + WriteFailure.why(e)
                    + "; no further calls are written");
        }
    }

    @Override
    public synchronized void close() throws IOException {
        failed = true;
        stream.close();
    }

    /** Standard output, which stays open. */
    private static final class LeftOpen extends OutputStream {
        private final StandardOutput out;

        private LeftOpen(StandardOutput out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.flush();
            out.bytes().write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            out.bytes().flush();
        }
    }
}
