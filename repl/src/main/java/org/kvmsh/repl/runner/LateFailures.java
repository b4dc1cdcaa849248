package org.kvmsh.repl.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.session.test.RecordedFailures;
import org.kvmsh.dsl.session.test.SessionTests;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.WorkingThread;

/**
 * Scripts that have their result, and whose threads may still fail: what they do then is a result of the script too.
 */
final class LateFailures {
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_MILLIS = 10;

    private final List<Ended> ended = new ArrayList<>();

    /** @param left its threads that still worked when it ended */
    private record Ended(
            String script, RecordedFailures failures, List<Thread> left, Function<ScriptError, Failure> inWords) {
        boolean isWorking() {
            return left.stream().map(WorkingThread::of).anyMatch(WorkingThread::isWorking);
        }
    }

    /**
     * A script has its result.
     *
     * @param inWords what its errors say
     */
    synchronized void ended(String script, SessionTests tests, Function<ScriptError, Failure> inWords) {
        List<Thread> left = tests.threadsLeft();
        // A thread that has failed since the script's result may have ended already.
        if (!left.isEmpty() || tests.recorded().hasLate()) {
            ended.add(new Ended(script, tests.recorded(), left, inWords));
        }
    }

    /** Takes what failed since scripts have ended, with the name of each script. */
    synchronized void take(BiConsumer<String, TestResult> taker) {
        // What ends from here on may still have failed: it is looked at once more.
        List<Ended> over = ended.stream()
                .filter(script -> script.left.stream().noneMatch(Thread::isAlive))
                .toList();
        for (Ended script : ended) {
            script.failures
                    .takeLate()
                    .forEach(error -> taker.accept(
                            script.script,
                            TestResult.failed(
                                    script.script + ", after it ended",
                                    script.inWords.apply(error),
                                    List.of(),
                                    Duration.ZERO)));
        }
        ended.removeAll(over);
    }

    /** No script runs any more: waits a little for the threads that still work. */
    void await(BooleanSupplier ends) {
        long began = System.nanoTime();
        while (!ends.getAsBoolean() && isWorking() && System.nanoTime() - began < WAIT_NANOS) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized boolean isWorking() {
        return ended.stream().anyMatch(Ended::isWorking);
    }
}
