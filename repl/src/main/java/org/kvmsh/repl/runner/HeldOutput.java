package org.kvmsh.repl.runner;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.MarkedWriter;

/**
 * The output of what runs beside others: a script's is shown whole when the script ends, a board's when the boards
 * named before it have ended.
 */
final class HeldOutput extends MarkedWriter {
    private final Held held;

    /** @param to where it is shown */
    HeldOutput(MarkedWriter to) {
        this(new Held(to));
        color(to.isColored());
    }

    private HeldOutput(Held held) {
        super(held);
        this.held = held;
    }

    /** Adds lines that are asked for when this is shown. */
    void later(Supplier<List<MarkedLine>> lines) {
        synchronized (lock) {
            held.add(
                    () -> lines.get().stream().map(line -> colored(line) + "\n").collect(Collectors.joining()));
        }
    }

    /** Shows what is there; what comes later is held. */
    void show() {
        synchronized (lock) {
            held.show();
        }
    }

    /** Shows what is there, and from now on what comes at once. */
    void live() {
        synchronized (lock) {
            held.show();
            held.live = true;
        }
    }

    private void take(Supplier<String> part) {
        synchronized (lock) {
            held.add(part);
        }
    }

    private static final class Held extends Writer {
        private final MarkedWriter to;
        private final List<Supplier<String>> parts = new ArrayList<>();
        private StringBuilder text = new StringBuilder();
        private boolean live;

        private Held(MarkedWriter to) {
            this.to = to;
        }

        private void add(Supplier<String> part) {
            end();
            parts.add(part);
            if (live) {
                show();
            }
        }

        /** The text up to here is a part. */
        private void end() {
            if (!text.isEmpty()) {
                parts.add(text::toString);
                text = new StringBuilder();
            }
        }

        private void show() {
            end();
            for (Supplier<String> part : parts) {
                // What is held there is asked for when that is shown.
                if (to instanceof HeldOutput outer) {
                    outer.take(part);
                } else {
                    to.printOwn(part.get());
                }
            }
            parts.clear();
            to.flush();
        }

        @Override
        public void write(char[] characters, int from, int length) {
            if (live) {
                // What comes here was made printable above.
                to.printOwn(new String(characters, from, length));
            } else {
                text.append(characters, from, length);
            }
        }

        @Override
        public void flush() {
            if (live) {
                to.flush();
            }
        }

        @Override
        public void close() {
            flush();
        }
    }
}
