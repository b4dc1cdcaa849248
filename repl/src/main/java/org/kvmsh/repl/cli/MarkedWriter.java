package org.kvmsh.repl.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.text.MarkedLine;

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

    /** A line that fits, in color if that is wanted. */
    public String colored(MarkedLine line) {
        return colored ? Palette.ansi(line) : line.toString();
    }

    /** A text as this prints it. */
    public String shown(Marked text) {
        return text.marked().stream().flatMap(line -> fitted(line).stream()).map(this::colored).collect(Collectors.joining("\n"));
    }

    /** The lines that a line takes here. */
    protected List<MarkedLine> fitted(MarkedLine line) {
        return List.of(line);
    }

    @Override public void print(Object value) {
        super.print(value instanceof Marked text ? shown(text) : value);
    }

    @Override public void println(Object value) {
        super.println(value instanceof Marked text ? shown(text) : value);
    }
}
