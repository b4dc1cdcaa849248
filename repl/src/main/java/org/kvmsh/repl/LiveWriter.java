package org.kvmsh.repl;

import java.util.List;
import org.jline.terminal.Terminal;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.MarkedWriter;

/** Shows what is written at once, a guest's half line included, while the guest still runs. */
final class LiveWriter extends MarkedWriter {
    private final Terminal terminal;

    LiveWriter(Terminal terminal) {
        super(terminal.writer());
        this.terminal = terminal;
    }

    /** A terminal breaks a long line within a word. */
    @Override protected List<MarkedLine> fitted(MarkedLine line) {
        return WrappedLine.of(line, terminal.getWidth());
    }

    @Override public void write(String text, int from, int length) {
        super.write(text, from, length);
        flush();
    }

    @Override public void write(char[] text, int from, int length) {
        super.write(text, from, length);
        flush();
    }

    @Override public void write(int character) {
        super.write(character);
        flush();
    }
}
