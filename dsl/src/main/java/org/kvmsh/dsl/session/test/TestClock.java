package org.kvmsh.dsl.session.test;

import java.time.Duration;
import org.kvmsh.dsl.machine.run.Watchdog;

/**
 * Ends what exceeds its time limit: a test, and the part of a script outside of its tests, whose clock pauses while a
 * test runs. A test that is overdue is made to throw until it ends, and the script continues after it; one that does
 * not end is ended with its script.
 */
final class TestClock {
    private static final long AGAIN_MILLIS = 100;
    private static final long GIVES_IN_MILLIS = 2000;
    private static final TextEnder NOBODY = new TextEnder() {
        @Override
        public void unwind() {}

        @Override
        public void resume() {}

        @Override
        public void end() {}
    };

    private TextEnder ender = NOBODY;
    private Limit innermost;
    /** Whether the text that began last ends since its time is over. */
    private volatile boolean endedText;

    /** The time of one part of a text. */
    final class Limit {
        private final Limit outer;
        private Duration time;
        private final boolean wholeText;
        private long leftNanos;
        private long sinceNanos;
        private Watchdog.Watch watch;
        private boolean over;
        private long overdueSinceNanos;

        private Limit(Limit outer, Duration time, boolean wholeText) {
            this.outer = outer;
            this.time = time;
            this.wholeText = wholeText;
            this.leftNanos = time == null ? 0 : time.toNanos();
        }

        /** The time limit; null for none. */
        Duration time() {
            return time;
        }

        boolean isOverdue() {
            synchronized (TestClock.this) {
                return overdueSinceNanos != 0;
            }
        }

        private void start() {
            sinceNanos = System.nanoTime();
            if (time != null && overdueSinceNanos == 0) {
                watch = Watchdog.after(Duration.ofNanos(leftNanos), this::overdue);
            }
        }

        private void rest() {
            if (watch != null) {
                watch.cancel();
                watch = null;
                leftNanos = Math.max(0, leftNanos - (System.nanoTime() - sinceNanos));
            }
        }

        /** Ending takes as long as the text resists, and the watchdog is everybody's. */
        private void overdue() {
            Thread ending = new Thread(() -> insist(this), "test-overdue");
            ending.setDaemon(true);
            ending.start();
        }
    }

    synchronized void endsWith(TextEnder other) {
        ender = other;
    }

    /** Begins a part; that around it rests. */
    synchronized Limit begin(Duration time, boolean wholeText) {
        if (innermost != null) {
            innermost.rest();
        }
        endedText &= !wholeText;
        innermost = new Limit(innermost, time, wholeText);
        innermost.start();
        return innermost;
    }

    /** Begins a part's time once more: what it did so far was not its own. */
    synchronized void again(Limit limit, Duration time) {
        if (limit == innermost && time != null) {
            limit.rest();
            limit.time = time;
            limit.leftNanos = time.toNanos();
            limit.start();
        }
    }

    /** Ends a part, on the text's own thread; no interrupt meant for it arrives later. */
    synchronized void end(Limit limit) {
        limit.over = true;
        limit.rest();
        notifyAll();
        innermost = limit.outer;
        if (limit.overdueSinceNanos != 0 && !endedText) {
            ender.resume();
        }
        if (innermost != null) {
            innermost.start();
        }
    }

    private synchronized void insist(Limit limit) {
        if (limit.over || limit.watch == null || System.nanoTime() - limit.sinceNanos < limit.leftNanos) {
            return;
        }
        limit.overdueSinceNanos = System.nanoTime();
        while (!limit.over) {
            endedText |= limit.wholeText || System.nanoTime() - limit.overdueSinceNanos > GIVES_IN_MILLIS * 1_000_000;
            if (endedText) {
                ender.end();
            } else {
                ender.unwind();
            }
            try {
                wait(AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether the text that began last ends, or ended, since its time was over. */
    boolean endedText() {
        return endedText;
    }

    /** The time for which an overdue part has not ended; zero if there is none. */
    synchronized Duration resistance() {
        return innermost == null || innermost.overdueSinceNanos == 0
                ? Duration.ZERO
                : Duration.ofNanos(System.nanoTime() - innermost.overdueSinceNanos);
    }
}
