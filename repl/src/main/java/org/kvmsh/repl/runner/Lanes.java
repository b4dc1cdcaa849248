package org.kvmsh.repl.runner;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.kvmsh.dsl.session.test.ScriptThreads;

/**
 * Threads on which scripts run beside each other, each thread one script after the other. One lane is the caller's own
 * thread.
 */
final class Lanes {
    private static final long LOOK_MILLIS = 10;

    private final int count;
    /** A script holds one of them, or all of them if it runs alone. */
    private final Semaphore permits;

    private final Set<Thread> abandoned = ConcurrentHashMap.newKeySet();
    /** The exception that ended a lane's work. */
    private volatile Throwable thrown;

    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

    Lanes(int count) {
        this.count = count;
        this.permits = new Semaphore(count, true);
    }

    int count() {
        return count;
    }

    /**
     * Does some work on each lane, and waits until it is done on those that were not abandoned.
     *
     * @param scripts how many scripts there are: more lanes than that do not begin
     * @param waits whether a lane is to be interrupted when this thread is
     */
    void run(int scripts, Runnable work, Predicate<Thread> waits) {
        if (count == 1) {
            work.run();
            return;
        }
        List<Thread> threads = IntStream.rangeClosed(1, Math.min(count, scripts))
                .mapToObj(number -> new Thread(new ScriptThreads(), () -> doing(work), "script-" + number))
                .toList();
        for (Thread thread : threads) {
            thread.setDaemon(true);
            thread.start();
        }
        while (threads.stream().anyMatch(thread -> thread.isAlive() && !abandoned.contains(thread))) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                threads.stream().filter(Thread::isAlive).filter(waits).forEach(Thread::interrupt);
            }
        }
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown != null) {
            throw (RuntimeException) thrown;
        }
    }

    private void doing(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
    }

    /** Waits no longer for a lane that nothing ends. */
    void abandon(Thread lane) {
        abandoned.add(lane);
        waiting.forEach(Thread::interrupt);
    }

    /**
     * Does something beside the other lanes.
     *
     * @param alone whether no other lane may do anything meanwhile
     * @return null if it cannot be done, since a lane was abandoned
     */
    <T> T beside(boolean alone, Supplier<T> work) {
        int held = alone ? count : 1;
        if (!acquire(held)) {
            return null;
        }
        try {
            return work.get();
        } finally {
            permits.release(held);
        }
    }

    private boolean acquire(int held) {
        waiting.add(Thread.currentThread());
        try {
            while (abandoned.isEmpty()) {
                try {
                    permits.acquire(held);
                    return true;
                } catch (InterruptedException e) {
                    // What it waits for ends, or was abandoned.
                    continue;
                }
            }
            return false;
        } finally {
            waiting.remove(Thread.currentThread());
        }
    }
}
