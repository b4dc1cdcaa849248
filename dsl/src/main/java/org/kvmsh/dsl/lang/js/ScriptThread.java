package org.kvmsh.dsl.lang.js;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Value;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.machine.LaunchedRun;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.Outcome;
import org.kvmsh.dsl.machine.Watchdog;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The one thread that JavaScript runs on: a context takes no second one while the first is inside. A machine of one vCPU runs on this
 * thread as well; one of several runs on threads of its own, and this thread does what their handlers ask for.
 */
final class ScriptThread {
    private static final ThreadLocal<ScriptThread> OF_THREAD = new ThreadLocal<>();
    private static final long GLANCE_MILLIS = 50;
    /** What a handler may take when its run's time is over. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private final BlockingQueue<FutureTask<?>> asked = new LinkedBlockingQueue<>();
    private final Runnable interrupt;
    private volatile Thread owner;
    /** Whether a guest runs and no handler, so that there is nothing of the script to interrupt. */
    private volatile boolean guestRuns;
    /** Whether this thread does what handlers on other threads ask for. */
    private volatile boolean serves;

    /** @param interrupt ends what the script computes; may be called on any thread */
    ScriptThread(Runnable interrupt) {
        this.interrupt = interrupt;
    }

    static ScriptThread current() {
        return OF_THREAD.get();
    }

    void enter() {
        owner = Thread.currentThread();
        OF_THREAD.set(this);
    }

    void leave() {
        OF_THREAD.remove();
        owner = null;
        guestRuns = false;
        asked.clear();
    }

    /** Whether a script runs. */
    boolean isTaken() {
        return owner != null;
    }

    /** Whether the script computes now. */
    boolean computes() {
        return owner != null && !guestRuns;
    }

    /** Whether the script's thread is the one that asks. */
    boolean isHere() {
        return Thread.currentThread() == owner;
    }

    /** What {@link #call} does, without an object for each exit. */
    Object whileGuestWaits(JsHandler handler, Exit exit) {
        boolean before = guestRuns;
        guestRuns = false;
        try {
            return handler.answer(exit);
        } finally {
            guestRuns = before;
        }
    }

    /** Runs a piece of the script, on this thread wherever it is asked for. */
    <T> T call(Callable<T> piece) throws Exception {
        Thread script = owner;
        if (script == null) {
            // A program that kvmsh is embedded in runs the machine itself, and no text runs meanwhile.
            return piece.call();
        }
        if (Thread.currentThread() == script) {
            return whileGuestWaits(piece);
        }
        if (!serves) {
            throw new ScriptError(Site.UNKNOWN, "a JavaScript handler runs on the script's thread, but this run was launched on another", "try: m.run()");
        }
        FutureTask<T> task = new FutureTask<>(() -> whileGuestWaits(piece));
        asked.add(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof Exception thrown ? thrown : e;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T whileGuestWaits(Callable<T> piece) throws Exception {
        boolean before = guestRuns;
        guestRuns = false;
        try {
            return piece.call();
        } finally {
            guestRuns = before;
        }
    }

    /** {@code m.run}: a handler that still computes when the run's time is over is interrupted. */
    Outcome run(Machine machine, Map<String, ?> arguments, Deferred deferred) {
        Duration within = arguments.get("within") instanceof Duration asked ? asked : Machine.WITHIN;
        Watchdog.Watch overdue = Watchdog.after(within.plus(GRACE), () -> {
            if (!guestRuns) {
                interrupt.run();
            }
        });
        boolean before = guestRuns;
        guestRuns = true;
        try {
            Map<String, ?> callable = withCondition(arguments, deferred);
            return machine.vcpuCount() < 2 ? machine.run(callable) : serve(machine, callable);
        } finally {
            overdue.cancel();
            guestRuns = before;
        }
    }

    /** {@code m.launch}: nothing of it needs this thread, which goes on with the script. */
    LaunchedRun launch(Machine machine, Map<String, ?> arguments) {
        if (!machine.config().handlers().isEmpty() || arguments.get("until") instanceof Value) {
            throw new ScriptError(Site.UNKNOWN, "in JavaScript launch needs a machine without handlers: handlers and functions of until: run on the script's thread",
                    "try: m.run(), or console, answer and serial in place of handlers");
        }
        return machine.launch(arguments);
    }

    /** A function of {@code until:} is asked on this thread as handlers are. */
    private Map<String, ?> withCondition(Map<String, ?> arguments, Deferred deferred) {
        if (!(arguments.get("until") instanceof Value function)) {
            return arguments;
        }
        deferred.refuseFunction(function);
        Map<String, Object> callable = new HashMap<>(arguments);
        callable.put("until", (Callable<Boolean>) () -> call(() -> {
            Value met = deferred.returned(function, function.execute());
            if (!met.isBoolean()) {
                throw new ScriptError(Site.UNKNOWN, "the function of until: must give true or false, not " + met);
            }
            return met.asBoolean();
        }));
        return callable;
    }

    private Outcome serve(Machine machine, Map<String, ?> arguments) {
        FutureTask<Outcome> run = new FutureTask<>(() -> machine.run(arguments)) {
            @Override protected void done() {
                // Wakes the script's thread.
                asked.add(new FutureTask<>(() -> null));
            }
        };
        Thread runner = new Thread(run, "run");
        runner.setDaemon(true);
        boolean interrupted = Thread.interrupted();
        boolean before = serves;
        serves = true;
        runner.start();
        while (!run.isDone()) {
            if (interrupted) {
                machine.stop();
            }
            try {
                FutureTask<?> next = asked.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        serves = before;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return outcome(run);
    }

    private static Outcome outcome(FutureTask<Outcome> run) {
        try {
            return run.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            // It is done; only who asks is interrupted.
            Outcome outcome = outcome(run);
            Thread.currentThread().interrupt();
            return outcome;
        }
    }
}
