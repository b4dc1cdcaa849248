package org.kvmsh.repl.shell;

import org.jline.terminal.Terminal;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.text.MarkedLine;

/** The start of a board that Ctrl-C on the shell's terminal interrupts, and nothing else. */
public final class InterruptibleStart {
    /** Opens a board. */
    public interface Opening {
        /** Returns a line about the board. */
        MarkedLine open() throws BoardUnavailable;
    }

    private Thread starting = Thread.currentThread();

    private InterruptibleStart() {}

    /** Opens a board on the thread that calls. */
    public static MarkedLine on(Terminal terminal, Opening opening) throws BoardUnavailable {
        InterruptibleStart start = new InterruptibleStart();
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> start.interrupt());
        try {
            return opening.open();
        } finally {
            start.end();
            terminal.handle(Terminal.Signal.INT, before);
        }
    }

    private synchronized void interrupt() {
        if (starting != null) {
            starting.interrupt();
        }
    }

    /** A Ctrl-C that came too late for the start is not for what follows it. */
    private synchronized void end() {
        starting = null;
        Thread.interrupted();
    }
}
