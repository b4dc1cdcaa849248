package org.kvmsh.repl;

import java.io.PrintWriter;

/** Shows what is written at once, a guest's half line included, while the guest still runs. */
final class LiveWriter extends PrintWriter {
    LiveWriter(PrintWriter terminal) {
        super(terminal, true);
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
