package org.kvmsh.repl.runner;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.repl.cli.StandardOutput;

/**
 * A line on a terminal about the boards whose scripts run: how many have ended and failed, for how long more, and of a
 * single board which run. Elsewhere the results are all.
 */
final class TestProgress implements AutoCloseable {
    private static final long REDRAWN_MILLIS = 250;

    private final Progress line;
    private final Thread redrawing;
    /** The boards that run scripts, by their numbers. */
    private final Map<Integer, OfBoard> boards = new TreeMap<>();

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

    /** The part of a board. */
    OfBoard board(int number) {
        return new OfBoard(number);
    }

    /** One board's scripts. */
    final class OfBoard {
        private final int number;
        private final Set<String> running = new LinkedHashSet<>();
        private String name;
        private int scripts;
        private int done;
        private int failed;
        private long began;

        private OfBoard(int number) {
            this.number = number;
        }

        /** A round of scripts begins. */
        void begin(String board, int count) {
            synchronized (TestProgress.this) {
                name = board;
                scripts = count;
                done = 0;
                failed = 0;
                running.clear();
                began = System.nanoTime();
                boards.put(number, this);
            }
        }

        void begins(TestScript script) {
            synchronized (TestProgress.this) {
                running.add(script.name());
            }
        }

        /** Counts a script that ran, or did not. */
        void ended(TestScript script, boolean isOk) {
            synchronized (TestProgress.this) {
                running.remove(script.name());
                done++;
                failed += isOk ? 0 : 1;
            }
        }

        /** The board's scripts have ended. */
        void end() {
            synchronized (TestProgress.this) {
                boards.remove(number);
                line.end();
            }
        }

        /** The text with the least important part last, which is cut off on a narrow terminal. */
        private String text() {
            StringBuilder text = new StringBuilder(
                    name + ": " + done + " of " + scripts + (scripts == 1 ? " script" : " scripts") + " done");
            if (failed > 0) {
                text.append(", ").append(failed).append(" failed");
            }
            if (done > 0 && done < scripts) {
                text.append(", ")
                        .append(inWords(Duration.ofNanos((System.nanoTime() - began) / done * (scripts - done))))
                        .append(" left");
            }
            return running.isEmpty() || boards.size() > 1
                    ? text.toString()
                    : text.append("; running: ")
                            .append(String.join(", ", running))
                            .toString();
        }
    }

    private void redraw() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(REDRAWN_MILLIS);
                synchronized (this) {
                    if (!boards.isEmpty()) {
                        line.step(boards.values().stream().map(OfBoard::text).collect(Collectors.joining(" | ")));
                    }
                }
            }
        } catch (InterruptedException e) {
            // The run is over.
            line.end();
        }
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
