package org.kvmsh.repl.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A person's terminal as that of a guest: each key goes to the guest's console, until Ctrl-] or the end of the run. */
final class AttachedConsole {
    /** Ctrl-], as telnet and virsh have it. */
    private static final int LEAVE = 0x1d;

    private static final long GLANCE_MILLIS = 50;

    private final Terminal terminal;
    private final StartedRun run;

    AttachedConsole(Terminal terminal, StartedRun run) {
        this.terminal = terminal;
        this.run = run;
    }

    /** @throws ScriptError if the terminal passes no single keys */
    static void check(Terminal terminal) {
        if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "attach needs a terminal that passes on each key immediately; this one is " + terminal.getType(),
                    "type to the guest: m.type 'text\\n'",
                    "read what it wrote: m.console");
        }
    }

    /** Returns whether the person left; otherwise the run has ended. */
    boolean serve() {
        Attributes before = terminal.enterRawMode();
        // JLine raises INT for the key Ctrl-C where the terminal itself does not (SignalInterceptingInputStream).
        Terminal.SignalHandler interrupting = terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_IGN);
        try {
            Attributes raw = terminal.getAttributes();
            // Ctrl-C, Ctrl-\ and Ctrl-Z are the guest's.
            raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
            terminal.setAttributes(raw);
            return pass();
        } finally {
            terminal.handle(Terminal.Signal.INT, interrupting);
            terminal.setAttributes(before);
        }
    }

    private boolean pass() {
        NonBlockingReader keys = terminal.reader();
        while (!run.hasEnded()) {
            int key = read(keys);
            if (key == LEAVE || key == NonBlockingReader.EOF) {
                return true;
            } else if (key >= 0) {
                // The guest's console has bytes.
                byte[] bytes = Character.toString(key).getBytes(StandardCharsets.UTF_8);
                run.machine().type(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        }
        return false;
    }

    private static int read(NonBlockingReader keys) {
        try {
            return keys.read(GLANCE_MILLIS);
        } catch (IOException e) {
            return NonBlockingReader.EOF;
        }
    }
}
