package org.kvmsh.repl;

import java.io.PrintWriter;
import org.kvmsh.repl.cli.MarkedWriter;

/** Shows what is written at once, a guest's half line included, while the guest still runs. */
final class LiveWriter extends MarkedWriter {
    LiveWriter(PrintWriter terminal) {
        super(terminal);
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
