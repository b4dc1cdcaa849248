package org.kvmsh.dsl.machine;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.kvmsh.bindings.kernel.Uninterrupted;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** A run on a separate thread, concurrent with the script. */
public final class LaunchedRun {
    private final Machine machine;
    private final Site site;
    private final FutureTask<Outcome> task;
    private final Thread thread;
    private volatile boolean isJoined;
    private volatile boolean isSeenOver;
    private volatile boolean isClosed;
    /** Whether closing the machine ended the run; what the run throws then does not count. */
    private volatile boolean isCut;

    /** @param site of the launch in the script */
    LaunchedRun(Machine machine, Site site, Callable<Outcome> run) {
        this.machine = machine;
        this.site = site;
        this.task = new FutureTask<>(run);
        this.thread = new Thread(task, "launched-run");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Word(value = "wait for the run to end; returns its outcome or fails, like run", example = "def outcome = going.join()")
    public Outcome join() {
        if (Thread.currentThread() == thread) {
            throw new ScriptError(Site.UNKNOWN, "join cannot be called from a handler of the run that it waits for", "end the run: stop()");
        }
        isJoined = true;
        return ended();
    }

    private Outcome ended() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            machine.stop();
            Outcome outcome = ended();
            Thread.currentThread().interrupt();
            return outcome;
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    private RuntimeException thrown(Throwable cause) {
        if (cause instanceof HandlerFailed) {
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

    boolean isJoined() {
        return isJoined;
    }

    /** What runs. */
    public Machine machine() {
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
            throw new ScriptError(site, "the test ended without waiting for this launched run", "wait for its end: going.join()", "or stop it first: m.stop(); going.join()");
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
                machine.stop();
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

    @Override public String toString() {
        return task.isDone() ? "a run that has ended" : "a run in progress";
    }
}
