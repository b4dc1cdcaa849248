package org.kvmsh.repl.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.bindings.text.PrintableText;

/** Progress on standard error: lines, and on a terminal one line that each step replaces. */
public final class ProgressLine implements Progress {
    private static final String ERRORS = "2";
    private static final String ERASE = "\r\u001b[K";
    private static final String DUMB = "dumb";
    private static final long PAUSE_NANOS = 50_000_000;

    private final PrintWriter err;
    private final String prefix;
    private final boolean terminal;
    private final TerminalWidth width;
    private boolean shown;
    private long last;

    /** @param prefix what a kept line begins with, such as {@code kvmsh} */
    public ProgressLine(Map<String, String> environment, PrintWriter err, String prefix) {
        this.err = err;
        this.prefix = prefix;
        this.terminal = environment.getOrDefault(KvmshCommand.TERMINAL, "").contains(ERRORS)
                && !DUMB.equals(environment.get("TERM"));
        this.width = new TerminalWidth(environment);
    }

    @Override
    public boolean isLive() {
        return terminal;
    }

    @Override
    public synchronized void note(String line) {
        clear();
        err.println(prefix + ": " + line);
        err.flush();
    }

    @Override
    public synchronized void step(String text) {
        if (terminal && (!shown || System.nanoTime() - last > PAUSE_NANOS)) {
            // Not into the last column: some terminals begin a new line then.
            MarkedWriter.printOwn(
                    err, ERASE + PrintableText.line(text.substring(0, Math.min(width.columns() - 1, text.length()))));
            err.flush();
            shown = true;
            last = System.nanoTime();
        }
    }

    @Override
    public synchronized void end() {
        clear();
    }

    private void clear() {
        if (shown) {
            MarkedWriter.printOwn(err, ERASE);
            err.flush();
            shown = false;
        }
    }
}
