package org.kvmsh.dsl.lang.js;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A request to the script's thread, unless the caller cancels it before it begins. */
final class AskedPiece<T> extends FutureTask<T> {
    private final AtomicBoolean begun = new AtomicBoolean();

    AskedPiece(Callable<T> piece) {
        super(piece);
    }

    @Override
    public void run() {
        if (begun.compareAndSet(false, true)) {
            super.run();
        }
    }

    /** False if it has begun. */
    boolean giveUp() {
        return begun.compareAndSet(false, true) && cancel(false);
    }

    /**
     * Waits for a request to the script's thread. An interrupt by the run's end cancels a request that has not begun.
     */
    T answer() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (giveUp()) {
                        throw new ScriptError(
                                Site.UNKNOWN,
                                "the run ended before the script's thread could run this handler",
                                "in JavaScript, handlers of a background run are called only while the script is"
                                        + " executing a kvmsh word: wait for the run with .join()");
                    }
                } catch (ExecutionException e) {
                    throw thrown(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The value that a task that is done returned; throws what it threw. */
    static <T> T result(FutureTask<T> run) {
        try {
            return run.get();
        } catch (ExecutionException e) {
            throw thrown(e);
        } catch (InterruptedException e) {
            // It is done; only who asks is interrupted.
            T result = result(run);
            Thread.currentThread().interrupt();
            return result;
        }
    }

    private static RuntimeException thrown(ExecutionException e) {
        return e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
    }
}
