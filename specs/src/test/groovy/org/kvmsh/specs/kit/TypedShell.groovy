package org.kvmsh.specs.kit

import java.nio.charset.StandardCharsets
import java.nio.file.Path
import java.util.concurrent.TimeoutException
import org.jline.terminal.Attributes
import org.jline.terminal.Size
import org.jline.terminal.Terminal
import org.jline.terminal.impl.ExternalTerminal
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.lang.Language
import org.kvmsh.repl.Shell
import org.kvmsh.repl.ShellOptions
import org.kvmsh.repl.shell.ShellFiles

/** A shell on a terminal that a spec types at and reads from. */
class TypedShell implements AutoCloseable {
    static final int CTRL_C = 3
    static final int CTRL_D = 4

    private final PipedOutputStream keys = new PipedOutputStream()
    private final SlowScreen screen = new SlowScreen()
    private final Terminal terminal
    private final Thread running
    private final int columns, rows
    private Throwable thrown

    TypedShell(Map<String, String> environment, String board, Path history, boolean unchecked = false, int columns = 200, Language language = Language.GROOVY, int rows = 500, boolean quiet = false,
            boolean helping = false, boolean colored = true, String type = 'xterm', ShellFiles files = ShellFiles.ofHistory(history)) {
        this.columns = columns
        this.rows = rows
        terminal = new ExternalTerminal('spec', type, new PipedInputStream(keys, 1 << 16), screen, StandardCharsets.UTF_8)
        terminal.setSize(new Size(columns, rows))
        def likeATerminal = terminal.attributes
        likeATerminal.setLocalFlags(EnumSet.of(Attributes.LocalFlag.ISIG, Attributes.LocalFlag.ICANON, Attributes.LocalFlag.ECHO), true)
        likeATerminal.setControlChar(Attributes.ControlChar.VINTR, CTRL_C)
        likeATerminal.setControlChar(Attributes.ControlChar.VEOF, CTRL_D)
        terminal.attributes = likeATerminal
        running = Thread.startDaemon('shell') {
            try {
                Shell.on(terminal, new Boards(System.getenv() + environment), board, new ShellOptions(language, quiet, false, unchecked, colored, false, helping), files)
            } catch (Throwable t) {
                thrown = t
            }
        }
    }

    /** Types a line and its end. */
    TypedShell type(String line) {
        keys.write((line + '\r').getBytes(StandardCharsets.UTF_8))
        keys.flush()
        this
    }

    /** Types without ending the line; at a Tab as a person does, who waits for what it does: one that comes with more input is text. */
    TypedShell keys(String text) {
        text.split('(?<=\t)|(?=\t)').each { piece ->
            if (piece == '\t') {
                settle()
            }
            int before = screen.size()
            paste(piece)
            if (piece == '\t') {
                awaited('what Tab does') { screen.size() > before }
                settle()
            }
        }
        this
    }

    /** Sends a text at once. */
    TypedShell paste(String text) {
        keys.write(text.getBytes(StandardCharsets.UTF_8))
        keys.flush()
        this
    }

    /** Waits until nothing is printed any more. */
    TypedShell settle() {
        int quiet = 0, size = -1
        while (quiet < 6) {
            quiet = screen.size() == size ? quiet + 1 : 0
            size = screen.size()
            sleep(50)
        }
        this
    }

    /** What the terminal shows, a line each, without the empty ones at its end. */
    List<String> shown() {
        new ShownScreen(printed(), columns, rows).lines()
    }

    ShownScreen picture() {
        new ShownScreen(printed(), columns, rows)
    }

    void resize(int columns) {
        terminal.setSize(new Size(columns, rows))
        terminal.raise(Terminal.Signal.WINCH)
    }

    TypedShell press(int key) {
        keys.write(key)
        keys.flush()
        this
    }

    /** Waits until something was printed after the last awaited text; returns the whole screen. */
    String await(String text, int times = 1) {
        awaited("$text, $times times, in\n${-> screenText()}") { screenText().count(text) >= times }
        screenText()
    }

    /** Shows nothing for a while; what prints waits. */
    TypedShell stopFor(int milliseconds) {
        screen.stopped = true
        sleep(milliseconds)
        screen.stopped = false
        this
    }

    /** What was printed, without the sequences that move the cursor and switch the terminal's modes. */
    String screenText() {
        screen.toString('UTF-8').replaceAll(/\u001b(\[[0-9;?]*[A-Za-z]|[=>])|[\r\x08]/, '')
    }

    /** What was printed, with the sequences. */
    String printed() {
        screen.toString('UTF-8')
    }

    void awaitEnd() {
        awaited("the end of the shell, in\n${-> screenText()}") { !running.alive }
        if (thrown != null) {
            throw thrown
        }
    }

    private void awaited(Object what, Closure<Boolean> holds) {
        if (!Eventually.eventually(holds)) {
            throw new TimeoutException("waited for $what").initCause(thrown)
        }
    }

    @Override
    void close() {
        if (running.alive) {
            press(CTRL_C)
            press(CTRL_D)
            running.join(Eventually.PATIENCE_S * 1000)
        }
        terminal.close()
    }
}
