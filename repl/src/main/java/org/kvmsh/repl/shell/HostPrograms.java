package org.kvmsh.repl.shell;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.builtins.Nano;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;

/** Commands of the host's shell, and the person's editor, which have the terminal while they run. */
public final class HostPrograms {
    private final Terminal terminal;
    private final String editor;

    /** @param editor as $EDITOR has it; null for JLine's nano */
    public HostPrograms(Terminal terminal, String editor) {
        this.terminal = terminal;
        this.editor = editor;
    }

    /** Opens a file in the editor and waits until the person leaves it; a status other than 0 is an error. */
    public void edit(Path file) throws IOException {
        if (editor == null) {
            Nano nano = new Nano(terminal, file.getParent());
            nano.open(file.getFileName().toString());
            nano.run();
            return;
        }
        int status = run(editor + " \"$1\"", file.toString());
        if (status != 0) {
            throw new IOException(editor + " ended with exit status " + status);
        }
    }

    /**
     * Runs a command and waits for its end.
     *
     * @param arguments what the command finds as {@code $1} and so on
     * @return its exit status
     */
    public int run(String command, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", command, "sh"));
        words.addAll(List.of(arguments));
        // A handler and not SIG_IGN, which the program would inherit: Ctrl-C ends the program and not kvmsh.
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> {});
        try {
            return terminal instanceof ExternalTerminal
                    ? copied(words)
                    : new ProcessBuilder(words).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
        }
    }

    /** A terminal that is no device of this process has no descriptor to hand on. */
    private int copied(List<String> words) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(words).redirectErrorStream(true).start();
        program.getOutputStream().close();
        try (Reader out = new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8)) {
            out.transferTo(terminal.writer());
        }
        terminal.flush();
        return program.waitFor();
    }
}
