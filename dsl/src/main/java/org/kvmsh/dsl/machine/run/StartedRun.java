package org.kvmsh.dsl.machine.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kvmsh.bindings.kernel.Uninterrupted;
import org.kvmsh.dsl.machine.exit.HandlerFailed;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Word;

/** A run in the background: on a thread of its own, while the script continues. */
public final class StartedRun {
    /** The time that {@code stop} waits for the guest to leave. */
    private static final long STOPPING_MILLIS = 2000;

    private final GuestOwner machine;
    private final Run run;
    private final Site site;
    private final int number;
    private final FutureTask<Outcome> task;
    private final Thread thread;
    private volatile boolean isJoined;
    private volatile boolean isSeenOver;
    private volatile boolean isClosed;
    /** Whether closing the machine ended the run; what the run throws then does not count. */
    private volatile boolean isCut;
    /** When it ended, by {@link System#nanoTime}. */
    private volatile long endTime;

    /** @param site where the script starts it */
    StartedRun(GuestOwner machine, Run run, Site site, Background background, Callable<Outcome> body) {
        this.machine = machine;
        this.run = run;
        this.site = site;
        this.number = background.nextNumber();
        this.task = new FutureTask<>(body) {
            @Override
            protected void done() {
                endTime = System.nanoTime();
                background.ended(StartedRun.this);
            }
        };
        this.thread = new Thread(task, "started-run");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Word(
            value = "wait for the run to end; like run, it returns the outcome or fails. If start was given no time"
                    + " limit, within: limits this wait (default 10 s); a run that has not ended by then is stopped",
            example = "def outcome = going.join()",
            named = "within")
    public Outcome join(Map<String, ?> arguments) {
        if (Thread.currentThread() == thread) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "join cannot be called from a handler of the run that it waits for",
                    "end the run: stop()");
        }
        Watchdog.Watch limit = limit(arguments);
        isJoined = true;
        try {
            return ended();
        } finally {
            limit.cancel();
        }
    }

    public Outcome join() {
        return join(Map.of());
    }

    /** The end of a wait for the run, at which the run ends too. */
    public Watchdog.Watch limit(Map<String, ?> arguments) {
        return run.limit(within(arguments));
    }

    /** The longest time that a caller waits for the run. */
    public Duration within(Map<String, ?> arguments) {
        Duration within = new NamedArguments(
                        "join", List.of("within"), "going.join within: 60.s", arguments, Site.UNKNOWN)
                .timeOrNull("within");
        return within != null ? within : run.request().hasLimit() ? RunRequest.UNLIMITED : RunRequest.WITHIN;
    }

    private Outcome ended() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            machine.endRun();
            Outcome outcome = ended();
            Thread.currentThread().interrupt();
            return outcome;
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    /** Waits a little until the run that was told to stop is over, unless a handler of it asks. */
    public void awaitStop() {
        if (run.isOwnThread()) {
            return;
        }
        try {
            task.get(STOPPING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // How it ended is for those who join it, or watch.
        }
    }

    /** The outcome of a run that is over, without being asked by a script. */
    public Outcome outcome() {
        return ended();
    }

    /** Its number in the session. */
    public int number() {
        return number;
    }

    private RuntimeException thrown(Throwable cause) {
        if (cause instanceof HandlerFailed failed && failed.closesMachine()) {
            machine.close();
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    @Word(value = "whether the run has ended", example = "going.over")
    public boolean getOver() {
        boolean over = task.isDone();
        isSeenOver |= over;
        return over;
    }

    /** The same as {@link #getOver}, without the script having seen it. */
    public boolean hasEnded() {
        return task.isDone();
    }

    /** The script begins to wait for it. */
    public void joining() {
        isJoined = true;
    }

    /** Whether a script has waited for its end. */
    public boolean isJoined() {
        return isJoined;
    }

    /** Whether it had ended at a time of {@link System#nanoTime}, and not because its machine was closed. */
    public boolean hadEnded(long time) {
        return task.isDone() && !isCut && endTime - time <= 0;
    }

    /** Whether its machine is closed, which ends it. */
    public boolean isClosed() {
        return isClosed;
    }

    /** Whether its end is told: nobody waits for it, and nobody has closed the machine. */
    boolean isNews() {
        return !isJoined && !isClosed;
    }

    /** The machine that runs. */
    public GuestOwner machine() {
        return machine;
    }

    /**
     * Fails with the run's exception that nobody has seen.
     *
     * @param isTest whether the script must also have waited for the run's end: a test has no verdict before it
     */
    void check(boolean isTest) {
        if (isJoined) {
            return;
        }
        if (isTest && !isSeenOver && !isClosed) {
            throw new ScriptError(
                    site,
                    "the test ended without waiting for this background run",
                    "wait for it to end: going.join()",
                    "or stop it first: m.stop(); going.join()");
        }
        if (task.isDone() && !isCut) {
            ended();
        }
    }

    /** Ends the run, whether it failed or not. */
    void end() {
        if (Thread.currentThread() != thread) {
            isCut |= !task.isDone();
            isClosed = true;
            Uninterrupted.until(task::isDone, () -> {
                machine.endRun();
                // A handler may wait for a script that has ended.
                thread.interrupt();
                try {
                    task.get();
                } catch (ExecutionException e) {
                    // Nobody waited for its end.
                }
            });
        }
    }

    @Override
    public String toString() {
        return "run " + number
                + (task.isDone()
                        ? ", which has ended"
                        : " in the background; stop() ends it, join() waits for its end");
    }
}
