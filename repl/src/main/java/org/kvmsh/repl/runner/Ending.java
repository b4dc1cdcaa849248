package org.kvmsh.repl.runner;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C while scripts run: what is under way ends, and what ran so far is reported before the program is gone. */
public final class Ending implements AutoCloseable {
    private static final long AGAIN_MILLISECONDS = 50;
    /** A report is a file or two; who waits at a terminal waits no longer. */
    private static final long REPORT_SECONDS = 5;

    private final Thread running = Thread.currentThread();
    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "ending");
    private Runnable stop = () -> { };
    private boolean scriptsEnded;
    private volatile boolean begun;

    public Ending() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether somebody wants an end. */
    public boolean isWanted() {
        return begun;
    }

    /** What ends a guest's run, from now on. */
    public synchronized void stopsWith(Runnable stopping) {
        stop = stopping;
    }

    /** No script runs any more; an interrupt that came last is nothing to what follows. */
    public synchronized void scriptsEnded() {
        scriptsEnded = true;
        Thread.interrupted();
    }

    private void end() {
        begun = true;
        try {
            while (!interrupt() && !reported.await(AGAIN_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                // A script may take an interrupt for its own and go on.
                continue;
            }
            reported.await(REPORT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean interrupt() {
        if (!scriptsEnded) {
            running.interrupt();
            stop.run();
        }
        return scriptsEnded;
    }

    @Override public void close() {
        reported.countDown();
        if (!begun) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // Ctrl-C came just now: the hook sees that all is reported.
                return;
            }
        }
    }
}
