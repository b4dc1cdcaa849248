package org.kvmsh.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.repl.Shell;
import org.kvmsh.repl.ShellOptions;
import org.kvmsh.repl.shell.ShellFiles;

/** From a key to what it changes on the screen, in a shell with a long history, by a person who has typed for a while. */
final class Keystrokes {
    private static final int HISTORY = 5000;
    private static final int WARM_UPS = 3;
    private static final int LINES = 5;
    private static final int TABS = 30;
    private static final long LONGEST_NS = 10_000_000_000L;
    private static final long PAUSE_MS = 3;
    private static final String LINE = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41, rbx: 0x%x }; on(io: 0x60) { e -> 41 } } // ";
    private static final String CLEAR = "\u0015";

    private final Report report;
    private final PipedOutputStream keys = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    Keystrokes(Report report) {
        this.report = report;
    }

    void measure() throws IOException, InterruptedException {
        Path history = Files.createTempFile("kvmsh-history", "");
        try (ExternalTerminal terminal = new ExternalTerminal("bench", "xterm", new PipedInputStream(keys), screen, StandardCharsets.UTF_8)) {
            Files.write(history, IntStream.range(0, HISTORY).mapToObj(i -> i + ":" + String.format(LINE, i)).toList());
            terminal.setSize(new Size(120, 40));
            Thread shell = new Thread(() -> shell(terminal, history), "shell");
            shell.setDaemon(true);
            shell.start();
            await("> ");
            Table table = Table.ofFigures();
            table.row("a key of a line of " + LINE.length() * 2 + " characters", keys(LINE + LINE), "%.1f");
            table.row("a key of a line of " + LINE.length() / 2 + " characters", keys(LINE.substring(0, LINE.length() / 2)), "%.1f");
            table.row("Tab, one name fits", tabs("m = vm { memory at: 0, siz"), "%.1f");
            table.row("Tab, a list of names", tabs("m = vm { "), "%.1f");
            report.say("typing: ms from a key to the screen, with " + HISTORY + " lines of history; Tab waits 20 ms for the rest of a paste");
            report.say(table);
            keys.write("\u0015/quit\r".getBytes(StandardCharsets.UTF_8));
            keys.flush();
            shell.join();
        } finally {
            Files.delete(history);
        }
    }

    private static void shell(ExternalTerminal terminal, Path history) {
        try {
            Shell.on(terminal, new Boards(Map.of()), "model:x86_64", new ShellOptions(Language.GROOVY, true, false, false, true, false, true), ShellFiles.ofHistory(history));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Double> keys(String line) throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = -WARM_UPS; i < LINES; i++) {
            for (char key : line.toCharArray()) {
                double time = press(String.valueOf(key));
                if (i >= 0) {
                    times.add(time);
                }
            }
            press(CLEAR);
        }
        return times;
    }

    private List<Double> tabs(String line) throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = -WARM_UPS; i < TABS; i++) {
            press(line);
            double time = press("\t");
            if (i >= 0) {
                times.add(time);
            }
            press(CLEAR);
        }
        return times;
    }

    /** Until the first bytes come, in ms; then the rest of them is awaited. */
    private double press(String text) throws IOException, InterruptedException {
        int before = screen.size();
        long start = System.nanoTime();
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
        while (screen.size() == before) {
            if (System.nanoTime() - start > LONGEST_NS) {
                throw new IllegalStateException("nothing was shown for " + text);
            }
            Thread.onSpinWait();
        }
        double took = (System.nanoTime() - start) / 1e6;
        for (int size = -1; size != screen.size();) {
            size = screen.size();
            Thread.sleep(PAUSE_MS);
        }
        return took;
    }

    private void await(String text) throws InterruptedException {
        while (!screen.toString(StandardCharsets.UTF_8).contains(text)) {
            Thread.sleep(PAUSE_MS);
        }
    }
}
