package org.kvmsh.repl;

import java.util.List;
import org.jline.reader.LineReader;
import org.jline.terminal.Terminal;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.MarkedWriter;

/** Shows what is written at once, a guest's half line included, while the guest still runs. */
final class LiveWriter extends MarkedWriter {
    private final Terminal terminal;
    /** Whether a half line was written last. */
    private volatile boolean isMidLine;

    LiveWriter(Terminal terminal) {
        super(terminal.writer());
        this.terminal = terminal;
    }

    /** A terminal breaks a long line within a word. */
    @Override
    protected List<MarkedLine> fitted(MarkedLine line) {
        return WrappedLine.of(line, terminal.getWidth());
    }

    /** Prints a line, above the prompt if there is one; any thread may call it. */
    void above(LineReader reader, MarkedLine line) {
        synchronized (lock) {
            reader.printAbove((isMidLine ? "\n" : "") + shown(line));
            isMidLine = false;
        }
    }

    @Override
    public void write(String text, int from, int length) {
        super.write(text, from, length);
        isMidLine = length == 0 ? isMidLine : text.charAt(from + length - 1) != '\n';
        flush();
    }

    @Override
    public void println() {
        super.println();
        isMidLine = false;
    }

    @Override
    public void write(char[] text, int from, int length) {
        super.write(text, from, length);
        isMidLine = length == 0 ? isMidLine : text[from + length - 1] != '\n';
        flush();
    }

    @Override
    public void write(int character) {
        super.write(character);
        isMidLine = character != '\n';
        flush();
    }
}
