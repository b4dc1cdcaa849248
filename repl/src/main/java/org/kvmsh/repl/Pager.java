package org.kvmsh.repl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.jline.builtins.Less;
import org.jline.builtins.Source;
import org.jline.terminal.Terminal;

/**
 * Shows a text a page at a time where it is longer than the terminal; prints it where it is not, and where there is no
 * screen.
 */
final class Pager {
    private final Terminal terminal;
    private final PrintWriter out;

    Pager(Terminal terminal, PrintWriter out) {
        this.terminal = terminal;
        this.out = out;
    }

    /** Whether a text of so many rows does not fit above the prompt, on a terminal that has a screen. */
    boolean isLonger(int rows) {
        return !terminal.getType().startsWith(Terminal.TYPE_DUMB)
                && terminal.getHeight() > 0
                && rows >= terminal.getHeight();
    }

    /** @param title what the pager calls the text */
    void show(String title, List<String> lines) {
        if (!isLonger(lines.size())) {
            lines.forEach(out::println);
            return;
        }
        String prompt = title + " (space, b: pages; /: search; q: quit)";
        Less less = new Less(terminal, Path.of("")).defaultPrompt(prompt);
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, Terminal.SignalHandler.SIG_IGN);
        try {
            // Less reads its text in the character set of the JVM.
            byte[] text = String.join("\n", lines).getBytes(Charset.defaultCharset());
            less.run(new Source.InputStreamSource(new ByteArrayInputStream(text), true, prompt));
        } catch (IOException e) {
            lines.forEach(out::println);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
        }
    }
}
