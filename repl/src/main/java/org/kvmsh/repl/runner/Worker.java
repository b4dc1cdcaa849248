package org.kvmsh.repl.runner;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.kvmsh.dsl.session.test.ScriptThreads;

/** Work on its own thread, which is abandoned if nothing ends it. */
public final class Worker {
    private static final long LOOK_MILLIS = 50;
    private static final long GIVES_IN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Worker() {}

    /**
     * Waits for work; a signal ends it.
     *
     * @param stuck asked now and then: whether the work is to be left behind
     * @throws LeftBehind where it is, or does not end after a signal
     * @throws Exception what the work threw
     */
    public static <T> T run(Ending ending, BooleanSupplier stuck, Callable<T> work) throws Exception {
        return run(ending, ending::stop, stuck, work);
    }

    /**
     * The same where several do work at the same time.
     *
     * @param stop ends the work of the thread
     */
    static <T> T run(Ending ending, Consumer<Thread> stop, BooleanSupplier stuck, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(new ScriptThreads(), task, "script");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        long wanted = 0;
        try {
            while (true) {
                try {
                    return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (ending.isWanted() || interrupted) {
                        // A script may take an interrupt for its own and go on.
                        stop.accept(thread);
                        wanted = wanted == 0 ? System.nanoTime() : wanted;
                    }
                    if (ending.isExit()
                            || wanted != 0 && System.nanoTime() - wanted > GIVES_IN_NANOS
                            || stuck.getAsBoolean()) {
                        throw new LeftBehind();
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw (Exception) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
