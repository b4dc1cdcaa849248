package org.kvmsh.repl.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * The program's output, which may fail midway: on a full disk, or on a pipe whose reader is gone. A PrintStream would
 * not report it.
 */
public final class StandardOutput extends MarkedWriter {
    /** The message of Java's exception for EPIPE. */
    private static final String NO_READER = "Broken pipe";

    private static final int SIGPIPE = 13;

    private final Watched stream;

    private StandardOutput(Watched stream, Charset charset) {
        super(stream, charset);
        this.stream = stream;
    }

    /** Writes to a stream in the character set of this program's standard output. */
    public static StandardOutput to(OutputStream stream) {
        // A JVM before 19 does not set it, and writes in its default one.
        String encoding = System.getProperty("stdout.encoding");
        return new StandardOutput(
                new Watched(stream), encoding == null ? Charset.defaultCharset() : Charset.forName(encoding));
    }

    /** For what is not text; nothing of it is converted. */
    public OutputStream bytes() {
        return stream;
    }

    /** Whether something could not be written; later output is dropped. */
    public boolean isLost() {
        return stream.lost != null;
    }

    /** @param clear called before something is written: a line of progress may be where it goes */
    public void beforeWriting(Runnable clear) {
        stream.clear = clear;
    }

    /**
     * @param stop called once if something cannot be written, or could not already, by whoever writes it; it must not
     *     wait
     */
    public void whenLost(Runnable stop) {
        stream.whenLost(stop);
    }

    /** The program's exit status: what is printed and not read is no success. */
    public int status(int status, PrintStream err) {
        flush();
        if (!isLost() || ExitStatus.isOfSignal(status)) {
            return status;
        }
        if (NO_READER.equals(stream.lost.getMessage())) {
            // As of a program that SIGPIPE ends, which Java ignores: {@code | head} is no error.
            return ExitStatus.ofSignal(SIGPIPE);
        }
        err.println("kvmsh: standard output: " + stream.lost.getMessage());
        return status == ExitStatus.SUCCESS ? ExitStatus.FAILED : status;
    }

    /** Keeps the first error, which a PrintWriter reduces to a flag. */
    private static final class Watched extends FilterOutputStream {
        private volatile IOException lost;
        private Runnable stop = () -> {};
        private volatile Runnable clear = () -> {};

        private Watched(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            if (lost == null) {
                clear.run();
                try {
                    out.write(bytes, from, length);
                } catch (IOException e) {
                    lost(e);
                }
            }
        }

        @Override
        public void flush() {
            if (lost == null) {
                try {
                    out.flush();
                } catch (IOException e) {
                    lost(e);
                }
            }
        }

        private synchronized void lost(IOException e) {
            lost = e;
            stop.run();
        }

        private synchronized void whenLost(Runnable stopping) {
            stop = stopping;
            if (lost != null) {
                stop.run();
            }
        }
    }
}
