package org.kvmsh.repl.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** The whole terminal, drawn again and again while single keys are read; the terminal is as before afterwards. */
public final class FullScreen {
    private static final int CTRL_C = 3;

    private final Terminal terminal;
    private final SingleKeys keys;
    private final Display display;

    public FullScreen(Terminal terminal) {
        this.terminal = terminal;
        this.keys = new SingleKeys(terminal);
        this.display = new Display(terminal, true);
    }

    /** Whether a terminal cannot move its cursor. */
    public static boolean isImpossibleOn(Terminal terminal) {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }

    /** Does something with the screen until it returns false. */
    public void during(BooleanSupplier act) {
        keys.during(() -> {
            terminal.puts(Capability.enter_ca_mode);
            try {
                terminal.puts(Capability.clear_screen);
                boolean stays = true;
                while (stays) {
                    stays = act.getAsBoolean();
                }
                return true;
            } finally {
                terminal.puts(Capability.exit_ca_mode);
                terminal.flush();
            }
        });
    }

    /** The next key, if one comes soon; otherwise below 0. */
    public int key() {
        return keys.read();
    }

    /** Whether a key ends what is shown: q, Ctrl-C, or the terminal's end. */
    public static boolean isLeaving(int key) {
        return key == 'q' || key == CTRL_C || key == NonBlockingReader.EOF;
    }

    public int columns() {
        return Math.max(1, terminal.getWidth());
    }

    /**
     * Shows lines, as far as there is room.
     *
     * @param last the line at the bottom
     */
    public void draw(List<String> text, String last) {
        int columns = columns();
        int rows = Math.max(1, terminal.getHeight());
        display.resize(rows, columns);
        List<AttributedString> lines = new ArrayList<>();
        text.stream()
                .limit(rows - 1)
                .forEach(line -> lines.add(AttributedString.fromAnsi(line).columnSubSequence(0, columns)));
        while (lines.size() < rows - 1) {
            lines.add(AttributedString.EMPTY);
        }
        lines.add(new AttributedString(last).columnSubSequence(0, columns));
        display.update(lines, -1);
        terminal.flush();
    }
}
