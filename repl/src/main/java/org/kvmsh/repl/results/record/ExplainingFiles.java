package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.kvmsh.repl.results.KeptFiles;

/**
 * Writes a run's files besides its lines until one cannot be written: what came of a test counts more than what
 * explains it.
 */
final class ExplainingFiles {
    private static final int WAITING = 256;
    private static final long PATIENCE_S = 10;

    /** Writes what no test waits for; a test helps where it is far behind. */
    private final ThreadPoolExecutor beside = new ThreadPoolExecutor(
            0,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
                Thread thread = new Thread(work, "run-record");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());

    private IOException failed;

    /** Returns where the files are. */
    interface Writing {
        KeptFiles write() throws IOException;
    }

    /** Null if they cannot be written. */
    KeptFiles write(Writing writing) {
        if (failure() != null) {
            return null;
        }
        try {
            return writing.write();
        } catch (IOException e) {
            fail(e);
            return null;
        }
    }

    /** Writes them on a thread beside the tests. */
    void later(Writing writing) {
        beside.execute(() -> write(writing));
    }

    /** Waits for what is written beside the tests; nothing is written there afterwards. */
    void finish() {
        beside.shutdown();
        try {
            beside.awaitTermination(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why one could not be written; null if all were. */
    synchronized IOException failure() {
        return failed;
    }

    private synchronized void fail(IOException e) {
        failed = failed == null ? e : failed;
    }
}
