package org.kvmsh.repl.runner;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.repl.cli.StandardOutput;

/**
 * A line on a terminal about the board whose scripts run: how many have ended and failed, which run, and for how long
 * more. Elsewhere the results are all.
 */
final class TestProgress implements AutoCloseable {
    private static final long REDRAWN_MILLIS = 250;

    private final Progress line;
    private final Thread redrawing;
    private final Set<String> running = new LinkedHashSet<>();
    private String board;
    private int scripts;
    private int done;
    private int failed;
    private long began;

    /** @param line where it is shown, if that is a terminal */
    TestProgress(Progress line, StandardOutput out) {
        this.line = line;
        this.redrawing = line.isLive() ? new Thread(this::redraw, "progress") : null;
        if (redrawing != null) {
            out.beforeWriting(line::end);
            redrawing.setDaemon(true);
            redrawing.start();
        }
    }

    /** A round of scripts begins on a board. */
    synchronized void begin(String name, int count) {
        board = name;
        scripts = count;
        done = 0;
        failed = 0;
        running.clear();
        began = System.nanoTime();
    }

    synchronized void begins(TestScript script) {
        running.add(script.name());
    }

    /** Counts a script that ran, or did not. */
    synchronized void ended(TestScript script, boolean isOk) {
        running.remove(script.name());
        done++;
        failed += isOk ? 0 : 1;
    }

    /** The board's scripts have ended. */
    synchronized void end() {
        board = null;
        line.end();
    }

    private void redraw() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(REDRAWN_MILLIS);
                synchronized (this) {
                    if (board != null) {
                        line.step(text());
                    }
                }
            }
        } catch (InterruptedException e) {
            // The run is over.
            line.end();
        }
    }

    /** The text with the least important part last, which is cut off on a narrow terminal. */
    private String text() {
        StringBuilder text = new StringBuilder(
                board + ": " + done + " of " + scripts + (scripts == 1 ? " script" : " scripts") + " done");
        if (failed > 0) {
            text.append(", ").append(failed).append(" failed");
        }
        if (done > 0 && done < scripts) {
            text.append(", ")
                    .append(inWords(Duration.ofNanos((System.nanoTime() - began) / done * (scripts - done))))
                    .append(" left");
        }
        return running.isEmpty()
                ? text.toString()
                : text.append("; running: ").append(String.join(", ", running)).toString();
    }

    private static String inWords(Duration left) {
        long seconds = left.toSeconds() + 1;
        return seconds < TimeUnit.MINUTES.toSeconds(2) ? seconds + " s" : left.toMinutes() + " min";
    }

    @Override
    public void close() {
        if (redrawing != null) {
            redrawing.interrupt();
        }
    }
}
