package org.kvmsh.dsl.lang.js;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.kvmsh.dsl.machine.run.Watchdog;

/**
 * Interrupts a handler that still computes after its run's time. On a busy host a run ends late: a handler that began
 * only just now is not the reason, so the limit looks again until the run is over.
 */
final class HandlerLimit implements Runnable {
    private final Duration again;
    private final BooleanSupplier isStuck;
    private final BooleanSupplier isOver;
    private final Runnable interrupt;
    private Watchdog.Watch next;
    private boolean canceled;
    private volatile boolean hasInterrupted;

    private HandlerLimit(Duration again, BooleanSupplier isStuck, BooleanSupplier isOver, Runnable interrupt) {
        this.again = again;
        this.isStuck = isStuck;
        this.isOver = isOver;
        this.interrupt = interrupt;
    }

    /**
     * A limit from now on.
     *
     * @param after when to look first
     * @param again how long to wait before the next look
     * @param isStuck whether a handler has computed for long
     * @param isOver whether there is nothing more to look at
     * @param interrupt ends the handler
     */
    static HandlerLimit after(
            Duration after, Duration again, BooleanSupplier isStuck, BooleanSupplier isOver, Runnable interrupt) {
        HandlerLimit limit = new HandlerLimit(again, isStuck, isOver, interrupt);
        limit.lookAfter(after);
        return limit;
    }

    private synchronized void lookAfter(Duration time) {
        if (!canceled) {
            next = Watchdog.after(time, this);
        }
    }

    /** Returns whether it has interrupted a handler. */
    synchronized boolean cancel() {
        canceled = true;
        next.cancel();
        return hasInterrupted;
    }

    private synchronized boolean isCancelled() {
        return canceled;
    }

    @Override
    public void run() {
        if (isCancelled() || isOver.getAsBoolean()) {
            return;
        }
        if (isStuck.getAsBoolean()) {
            // Without the lock: an interrupt may wait for the thread that cancels.
            hasInterrupted = true;
            interrupt.run();
        } else {
            lookAfter(again);
        }
    }
}
