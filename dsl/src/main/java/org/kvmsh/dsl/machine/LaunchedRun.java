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
    private final FutureTask<Outcome> task;
    private final Thread thread;

    LaunchedRun(Machine machine, Callable<Outcome> run) {
        this.machine = machine;
        this.task = new FutureTask<>(run);
        this.thread = new Thread(task, "launched-run");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Word(value = "wait for the run to end; returns its outcome, or fails, as run does", example = "def outcome = going.join()")
    public Outcome join() {
        if (Thread.currentThread() == thread) {
            throw new ScriptError(Site.UNKNOWN, "join waits for the end of the run that this handler is part of", "end the run: stop()");
        }
        try {
            return task.get();
        } catch (InterruptedException e) {
            machine.stop();
            Outcome outcome = join();
            Thread.currentThread().interrupt();
            return outcome;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HandlerFailed) {
                machine.close();
            }
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Word(value = "whether the run has ended", example = "going.over")
    public boolean getOver() {
        return task.isDone();
    }

    /** What runs. */
    public Machine machine() {
        return machine;
    }

    /** Ends the run, whatever came of it. */
    void end() {
        if (Thread.currentThread() != thread) {
            Uninterrupted.until(task::isDone, () -> {
                machine.stop();
                // A handler may wait for a script that has ended.
                thread.interrupt();
                try {
                    task.get();
                } catch (ExecutionException e) {
                    // Nobody has waited for its end.
                }
            });
        }
    }

    @Override public String toString() {
        return task.isDone() ? "a run that has ended" : "a run in progress";
    }
}
