package org.kvmsh.repl.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * Prints marked lines in color if it is asked to, and otherwise as the text that they are. Colors are the only escape
 * sequences that get through: a text may be a guest's.
 */
public class MarkedWriter extends PrintWriter {
    private boolean colored;
    /** Whether what is written is of this class; guarded by the lock. */
    private boolean own;

    /** A writer without colors. */
    public MarkedWriter(Writer writer) {
        super(writer, true);
    }

    /** A writer without colors, in the character set of the stream. */
    public MarkedWriter(PrintStream stream) {
        super(stream, true);
    }

    MarkedWriter(OutputStream stream, Charset charset) {
        super(stream, true, charset);
    }

    public void color(boolean wanted) {
        colored = wanted;
    }

    public boolean isColored() {
        return colored;
    }

    /** A line that fits, in color if that is wanted. */
    public String colored(MarkedLine line) {
        return colored ? Palette.ansi(line) : PrintableText.of(line.toString());
    }

    /** A text as this prints it. */
    public String shown(Marked text) {
        return text.marked().stream()
                .flatMap(line -> fitted(line).stream())
                .map(this::colored)
                .collect(Collectors.joining("\n"));
    }

    /** The lines that a line takes here. */
    protected List<MarkedLine> fitted(MarkedLine line) {
        return List.of(line);
    }

    @Override
    public void print(Object value) {
        if (value instanceof Marked text) {
            printOwn(shown(text));
        } else {
            super.print(value);
        }
    }

    @Override
    public void println(Object value) {
        if (value instanceof Marked text) {
            printOwn(shown(text) + System.lineSeparator());
            flush();
        } else {
            super.println(value);
        }
    }

    /** A writer to the same place for a library's text with colors of its own: a help. */
    public PrintWriter ofColors() {
        return new PrintWriter(
                new Writer() {
                    @Override
                    public void write(char[] text, int from, int length) {
                        printOwn(new String(text, from, length));
                    }

                    @Override
                    public void flush() {
                        MarkedWriter.this.flush();
                    }

                    @Override
                    public void close() {
                        flush();
                    }
                },
                true);
    }

    /** Prints what kvmsh itself steers a terminal with, also where it is another writer's. */
    static void printOwn(PrintWriter out, String text) {
        if (out instanceof MarkedWriter marked) {
            marked.printOwn(text);
        } else {
            out.print(text);
        }
    }

    /** Prints what such a writer has made of marked lines. */
    public void printOwn(String text) {
        synchronized (lock) {
            own = true;
            try {
                write(text, 0, text.length());
            } finally {
                own = false;
            }
        }
    }

    @Override
    public void write(String text, int from, int length) {
        synchronized (lock) {
            String printable = own ? text.substring(from, from + length) : PrintableText.part(text, from, length);
            super.write(printable, 0, printable.length());
        }
    }

    @Override
    public void write(char[] text, int from, int length) {
        write(new String(text, from, length), 0, length);
    }

    @Override
    public void write(int character) {
        write(String.valueOf((char) character), 0, 1);
    }
}
