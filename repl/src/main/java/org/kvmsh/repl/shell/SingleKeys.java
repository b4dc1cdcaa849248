package org.kvmsh.repl.shell;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;

/** A terminal that passes on each key at once; Ctrl-C, Ctrl-\ and Ctrl-Z are keys too. */
final class SingleKeys {
    private static final long GLANCE_MILLIS = 50;

    private final Terminal terminal;

    SingleKeys(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Does something while the terminal is so, and returns its result. */
    boolean during(BooleanSupplier act) {
        Attributes before = terminal.enterRawMode();
        // JLine raises INT for the key Ctrl-C where the terminal itself does not (SignalInterceptingInputStream).
        Terminal.SignalHandler interrupting = terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_IGN);
        try {
            Attributes raw = terminal.getAttributes();
            raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
            terminal.setAttributes(raw);
            return act.getAsBoolean();
        } finally {
            terminal.handle(Terminal.Signal.INT, interrupting);
            terminal.setAttributes(before);
        }
    }

    /** The next key, if one comes soon; otherwise below 0, as {@link NonBlockingReader} has it. */
    int read() {
        try {
            return terminal.reader().read(GLANCE_MILLIS);
        } catch (IOException e) {
            return NonBlockingReader.EOF;
        }
    }
}
