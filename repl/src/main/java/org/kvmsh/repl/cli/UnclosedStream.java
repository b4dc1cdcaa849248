package org.kvmsh.repl.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Java's standard output or standard error, which a script cannot close: it would take the results of its tests with
 * it.
 */
public final class UnclosedStream extends PrintStream {
    private UnclosedStream(OutputStream stream, Charset charset) {
        super(stream, true, charset);
    }

    /** Puts them in the place of Java's own. */
    public static void replaceJavas() {
        System.setOut(of(System.out, "stdout.encoding"));
        System.setErr(of(System.err, "stderr.encoding"));
    }

    private static PrintStream of(PrintStream stream, String property) {
        // A JVM before 19 does not set it, and writes in its default one.
        String encoding = System.getProperty(property);
        return new UnclosedStream(stream, encoding == null ? Charset.defaultCharset() : Charset.forName(encoding));
    }

    @Override
    public void close() {
        flush();
    }
}
