package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread that ends runs whose time is over; it is there from the first run on and keeps no JVM alive. */
public final class Watchdog {
    private static final ScheduledThreadPoolExecutor TIMER = new ScheduledThreadPoolExecutor(1, work -> {
        Thread thread = new Thread(work, "run-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    static {
        TIMER.setRemoveOnCancelPolicy(true);
    }

    private Watchdog() { }

    public static ScheduledFuture<?> after(Duration time, Runnable act) {
        return TIMER.schedule(act, time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
