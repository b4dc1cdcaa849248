package org.kvmsh.repl.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.stream.Collectors;
import org.kvmsh.dsl.text.Marked;

/** Prints marked lines in color if it is asked to, and otherwise as the text that they are. */
public class MarkedWriter extends PrintWriter {
    private boolean colored;

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

    /** A text as this prints it. */
    public String shown(Marked text) {
        return colored ? text.marked().stream().map(Palette::ansi).collect(Collectors.joining("\n")) : text.toString();
    }

    @Override public void print(Object value) {
        super.print(value instanceof Marked text ? shown(text) : value);
    }

    @Override public void println(Object value) {
        super.println(value instanceof Marked text ? shown(text) : value);
    }
}
