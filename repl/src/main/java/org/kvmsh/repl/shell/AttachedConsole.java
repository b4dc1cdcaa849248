package org.kvmsh.repl.shell;

import java.nio.charset.StandardCharsets;
import org.jline.terminal.Terminal;
import org.jline.utils.NonBlockingReader;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A person's terminal as that of a guest: each key goes to the guest's console, until Ctrl-] or the end of the run. */
final class AttachedConsole {
    /** Ctrl-], as telnet and virsh have it. */
    private static final int LEAVE = 0x1d;

    private final SingleKeys keys;
    private final StartedRun run;

    AttachedConsole(Terminal terminal, StartedRun run) {
        this.keys = new SingleKeys(terminal);
        this.run = run;
    }

    /** @throws ScriptError if the terminal passes no single keys */
    static void check(Terminal terminal) {
        if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "attach needs a terminal that delivers each key immediately; this one is " + terminal.getType(),
                    "type to the guest: m.type 'text\\n'",
                    "read what it wrote: m.console");
        }
    }

    /** Returns whether the person left; otherwise the run has ended. */
    boolean serve() {
        // Ctrl-C, Ctrl-\ and Ctrl-Z are the guest's.
        return keys.during(this::pass);
    }

    private boolean pass() {
        while (!run.hasEnded()) {
            int key = keys.read();
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
}
