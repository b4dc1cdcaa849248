package org.kvmsh.dsl.session.test;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The thread on which a script runs, with those that the script starts. What ends one of these is a failure of the
 * test, or of the script, that started it. A test ends when they have done their work, or one second later.
 */
public final class ScriptThreads extends ThreadGroup {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_MILLIS = 2;
    /** Threads that may begin while they are counted. */
    private static final int SOME = 16;

    /** The threads of one script after the other. */
    public ScriptThreads() {
        super("script");
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        FailureOwner owner = RecordedFailures.ofThread();
        if (owner == null) {
            super.uncaughtException(thread, thrown);
        } else {
            owner.kept().add(owner, thrown);
        }
    }

    /**
     * Waits until the threads that work for the script on this thread have ended their work.
     *
     * @param isOfScript whether a thread of Java's common pool works for the script
     * @param known work for which nobody waits any more
     * @param ends asked now and then: whether nobody waits any more
     * @return those that still work
     */
    static List<WorkingThread> await(
            Predicate<Thread> isOfScript, Predicate<WorkingThread> known, BooleanSupplier ends) {
        long began = System.nanoTime();
        // Looked at before the threads: what has left the queue by then is on a thread.
        boolean queued = ForkJoinPool.commonPool().hasQueuedSubmissions();
        List<WorkingThread> working = working(isOfScript, known);
        // A thread that ends now may just have started another one.
        boolean again = Thread.currentThread().getThreadGroup().activeCount() > 1;
        while ((again || queued || !working.isEmpty())
                && !ends.getAsBoolean()
                && System.nanoTime() - began < WAIT_NANOS) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return working;
            }
            again = !working.isEmpty();
            queued = ForkJoinPool.commonPool().hasQueuedSubmissions();
            working = working(isOfScript, known);
        }
        return working;
    }

    /** Waits a second at most until none of these threads does the work any more that it did. */
    static void awaitOther(List<WorkingThread> working) {
        long began = System.nanoTime();
        while (working.stream()
                        .anyMatch(thread -> thread.thread().isAlive()
                                && WorkingThread.of(thread.thread()).work().equals(thread.work()))
                && System.nanoTime() - began < WAIT_NANOS) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The threads that work for the script on this thread, as for {@link #await}. */
    static List<WorkingThread> working(Predicate<Thread> isOfScript, Predicate<WorkingThread> known) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Stream<Thread> started =
                group instanceof ScriptThreads && group.activeCount() > 1 ? threads(group) : Stream.empty();
        Stream<Thread> pooled = ForkJoinPool.commonPool().isQuiescent()
                ? Stream.empty()
                : threads(root(group))
                        .filter(thread -> thread instanceof ForkJoinWorkerThread
                                && (isOfScript.test(thread)
                                        || !WorkingThread.of(thread).isInScript()));
        return Stream.concat(started, pooled)
                .distinct()
                .filter(thread -> thread != Thread.currentThread())
                .map(WorkingThread::of)
                .filter(thread -> thread.isWorking() && !known.test(thread))
                .toList();
    }

    private static ThreadGroup root(ThreadGroup group) {
        return group.getParent() == null ? group : root(group.getParent());
    }

    private static Stream<Thread> threads(ThreadGroup group) {
        Thread[] found = new Thread[group.activeCount() + SOME];
        return Arrays.stream(found, 0, group.enumerate(found));
    }
}
