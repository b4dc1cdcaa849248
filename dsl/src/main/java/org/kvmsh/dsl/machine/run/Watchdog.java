package org.kvmsh.dsl.machine.run;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The one thread that ends runs at their time limit; it exists from the first run on and does not keep the JVM alive.
 * Most runs end long before their limit, so it is not woken when one begins or ends: an executor's thread would be,
 * which costs more than a short run.
 */
public final class Watchdog {
    private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final Watchdog ONLY = new Watchdog();

    private final Queue<Watch> watched = new PriorityQueue<>((one, other) -> Long.signum(one.at - other.at));
    /** The time of the thread's next check. */
    private long looks;

    /** Something that is to be done at a time, unless it is canceled before. */
    public static final class Watch {
        private final long at;
        private final Runnable act;

        private Watch(long at, Runnable act) {
            this.at = at;
            this.act = act;
        }

        public void cancel() {
            ONLY.forget(this);
        }
    }

    private Watchdog() {
        looks = System.nanoTime() + IDLE_NANOS;
        Thread thread = new Thread(this::watch, "run-watchdog");
        thread.setDaemon(true);
        thread.start();
    }

    public static Watch after(Duration time, Runnable act) {
        Watch watch = new Watch(System.nanoTime() + Math.min(time.toNanos(), Long.MAX_VALUE / 2), act);
        ONLY.remember(watch);
        return watch;
    }

    private synchronized void remember(Watch watch) {
        watched.add(watch);
        if (watch.at - looks < 0) {
            notifyAll();
        }
    }

    private synchronized void forget(Watch watch) {
        watched.remove(watch);
    }

    private void watch() {
        while (true) {
            try {
                due().act.run();
            } catch (RuntimeException | InterruptedException e) {
                LOG.log(Level.WARNING, "the action at the run's time limit failed", e);
            }
        }
    }

    /** Waits for the next whose time is over. */
    private synchronized Watch due() throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            Watch next = watched.peek();
            if (next != null && next.at - now <= 0) {
                return watched.remove();
            }
            looks = next == null ? now + IDLE_NANOS : next.at;
            TimeUnit.NANOSECONDS.timedWait(this, looks - now);
        }
    }
}
