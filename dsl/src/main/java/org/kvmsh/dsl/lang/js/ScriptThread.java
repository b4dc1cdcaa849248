package org.kvmsh.dsl.lang.js;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.graalvm.polyglot.Value;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.lang.FrontEnd;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.exit.HandlerFailed;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.RunRequest;
import org.kvmsh.dsl.machine.run.StartedRun;
import org.kvmsh.dsl.machine.run.Watchdog;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The one thread that JavaScript runs on: a context allows only one thread at a time. A machine with one vCPU runs on
 * this thread too; one with several, and a started one, runs on its own threads, and this thread executes their
 * handlers: while it waits for a run, and whenever the script calls a word. Between two texts of a shell the handlers
 * of a started run are on its own thread.
 */
final class ScriptThread {
    private static final ThreadLocal<ScriptThread> OF_THREAD = new ThreadLocal<>();
    private static final long GLANCE_MILLIS = 50;
    /** A script that asks whether a run is over asks again. */
    private static final long NEXT_QUESTION_MILLIS = 1;
    /** The time that a handler may take when its run's time is over. */
    private static final Duration GRACE = Duration.ofMillis(200);
    /** The time that {@code stop} waits for the guest to leave. */
    private static final Duration STOPPING = Duration.ofSeconds(2);
    /** A handler that has computed for this long after its run's time is the reason why the run does not end. */
    private static final Duration STUCK = Duration.ofMillis(100);

    private final BlockingQueue<AskedPiece<?>> asked = new LinkedBlockingQueue<>();
    private final Runnable interrupt;
    private final FrontEnd script;
    private volatile Thread owner;
    /** Whether a guest runs and no handler, so that nothing of the script can be interrupted. */
    private volatile boolean guestRuns;
    /** The time at which the running part of the script began, in nanoseconds. */
    private volatile long pieceBegan;
    /** Held while inside the context: by a text, or between two texts by a handler of a started run. */
    private final ReentrantLock context = new ReentrantLock();
    /** Started runs that are not known to be over. */
    private final List<StartedRun> started = new CopyOnWriteArrayList<>();
    /** Whether a handler of a run on another thread is what the script's thread does now. */
    private volatile boolean handles;

    /**
     * Both may be called on any thread.
     *
     * @param interrupt ends what the script computes, and the script
     * @param script whose computing ends without the script, if it is unwound
     */
    ScriptThread(Runnable interrupt, FrontEnd script) {
        this.interrupt = interrupt;
        this.script = script;
    }

    static ScriptThread current() {
        return OF_THREAD.get();
    }

    void enter() {
        context.lock();
        owner = Thread.currentThread();
        OF_THREAD.set(this);
    }

    void leave() {
        OF_THREAD.remove();
        owner = null;
        guestRuns = false;
        // What started runs ask for meanwhile, they do themselves.
        for (AskedPiece<?> piece = asked.poll(); piece != null; piece = asked.poll()) {
            piece.giveUp();
        }
        context.unlock();
    }

    /** A message for started runs whose handlers need a script that has ended. */
    List<String> leftWaiting() {
        started.removeIf(StartedRun::getOver);
        return started.stream()
                .map(StartedRun::machine)
                .filter(machine -> !machine.config().handlers().isEmpty())
                .map(machine -> "note: the script ended before a started run (" + machine
                        + ") did, so the run was stopped; handlers of a started run wait until the script calls a"
                        + " kvmsh word\n"
                        + "  try: call .join() on the run")
                .toList();
    }

    /** Checks a text while no handler is inside the context. */
    void alone(Runnable look) {
        context.lock();
        try {
            look.run();
        } finally {
            context.unlock();
        }
    }

    /** Acts only while nothing is inside the context. */
    void ifFree(Runnable act) {
        if (!isHere() && context.tryLock()) {
            try {
                act.run();
            } finally {
                context.unlock();
            }
        }
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

    /** Does what {@link #call} does, without an object for each exit. */
    Object whileGuestWaits(Function<Exit, Object> handler, Exit exit) {
        boolean before = guestRuns;
        guestRuns = false;
        try {
            return handler.apply(exit);
        } finally {
            guestRuns = before;
        }
    }

    /** Runs a part of the script, on this thread from any thread. */
    <T> T call(Supplier<T> piece) {
        if (isHere()) {
            return whileGuestWaits(piece);
        }
        while (true) {
            if (owner == null && isContextFree()) {
                // No text runs: a program that kvmsh is embedded in runs the machine itself, or a shell waits for its
                // next line.
                try {
                    return between(piece);
                } finally {
                    context.unlock();
                }
            }
            AskedPiece<T> task = new AskedPiece<>(() -> handle(piece));
            asked.add(task);
            if (owner == null && task.giveUp()) {
                // The text ended before it could see this.
                continue;
            }
            try {
                return task.answer();
            } catch (CancellationException e) {
                // The text ended, and what its thread did not do is done here.
            }
        }
    }

    private boolean isContextFree() {
        try {
            return context.tryLock(NEXT_QUESTION_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScriptError(Site.UNKNOWN, "interrupted");
        }
    }

    private <T> T between(Supplier<T> piece) {
        owner = Thread.currentThread();
        OF_THREAD.set(this);
        try {
            return handle(piece);
        } finally {
            OF_THREAD.remove();
            owner = null;
        }
    }

    private <T> T handle(Supplier<T> piece) {
        boolean before = handles;
        handles = true;
        try {
            return whileGuestWaits(piece);
        } finally {
            handles = before;
        }
    }

    /** Does what handlers of started runs ask for; a script's word is called. Inside a handler it waits. */
    void serveStarted() {
        if (!started.isEmpty() && !handles && isHere()) {
            serve(0);
        }
    }

    private void serve(long millis) {
        try {
            AskedPiece<?> next = asked.poll(millis, TimeUnit.MILLISECONDS);
            while (next != null) {
                next.run();
                next = asked.poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T whileGuestWaits(Supplier<T> piece) {
        boolean before = guestRuns;
        long began = pieceBegan;
        pieceBegan = System.nanoTime();
        guestRuns = false;
        try {
            return piece.get();
        } finally {
            guestRuns = before;
            pieceBegan = began;
        }
    }

    /** Whether the part of the script that is running began long ago. */
    private boolean isStuck() {
        return System.nanoTime() - pieceBegan >= STUCK.toNanos();
    }

    /** {@code m.run}: a handler that still computes when the run's time is over is interrupted. */
    Outcome run(Machine machine, Map<String, ?> arguments, Deferred deferred) {
        Duration within = arguments.get("within") instanceof Duration asked ? asked : RunRequest.WITHIN;
        HandlerLimit overdue = HandlerLimit.after(
                within.plus(GRACE), STUCK, () -> !guestRuns && isStuck(), () -> false, script::unwind);
        boolean before = guestRuns;
        guestRuns = true;
        try {
            Map<String, ?> callable = withCondition(arguments, deferred);
            started.removeIf(StartedRun::getOver);
            return machine.vcpuCount() < 2 && started.isEmpty()
                    ? machine.run(callable)
                    : serve(machine, callable, machine.place());
        } catch (HandlerFailed e) {
            throw overdue.cancel() ? e.late() : e;
        } finally {
            if (overdue.cancel()) {
                script.resume();
            }
            guestRuns = before;
        }
    }

    /** {@code m.start}: this thread continues the script, and runs handlers when the script calls a word. */
    StartedRun start(Machine machine, Map<String, ?> arguments, Deferred deferred) {
        StartedRun run = machine.start(withCondition(arguments, deferred));
        started.removeIf(StartedRun::getOver);
        started.add(run);
        if (arguments.get("within") instanceof Duration within) {
            HandlerLimit.after(
                    within.plus(GRACE).plus(GRACE), STUCK, () -> handles && isStuck(), run::hasEnded, interrupt);
        }
        return run;
    }

    /** {@code going.join()}. */
    Outcome join(StartedRun run, Map<String, ?> arguments) {
        refuseInHandler("join");
        boolean before = guestRuns;
        guestRuns = true;
        Watchdog.Watch limit = run.limit(arguments);
        HandlerLimit.after(
                run.within(arguments).plus(GRACE).plus(GRACE),
                STUCK,
                () -> handles && isStuck(),
                run::hasEnded,
                interrupt);
        try {
            run.joining();
            while (!run.getOver()) {
                if (Thread.interrupted()) {
                    run.machine().endRun();
                    serve(GLANCE_MILLIS);
                    Thread.currentThread().interrupt();
                } else {
                    serve(NEXT_QUESTION_MILLIS);
                }
            }
        } finally {
            limit.cancel();
            guestRuns = before;
        }
        return run.join();
    }

    /** {@code m.stop()}: a run in the background has ended then, unless a handler asks. */
    void stop(Machine machine) {
        machine.endRun();
        long until = System.nanoTime() + STOPPING.toNanos();
        while (!handles
                && isGoing(machine)
                && System.nanoTime() - until < 0
                && !Thread.currentThread().isInterrupted()) {
            serve(NEXT_QUESTION_MILLIS);
        }
    }

    private boolean isGoing(Machine machine) {
        return started.stream().anyMatch(run -> run.machine() == machine && !run.hasEnded());
    }

    /** {@code going.over}. */
    boolean isOver(StartedRun run) {
        if (!handles) {
            serve(NEXT_QUESTION_MILLIS);
        }
        return run.getOver();
    }

    /** {@code m.close()}: a started run ends before. */
    void close(Machine machine) {
        for (StartedRun run : started) {
            if (run.machine() == machine && !run.getOver()) {
                refuseInHandler("close");
                while (!run.getOver()) {
                    machine.endRun();
                    serve(NEXT_QUESTION_MILLIS);
                }
            }
        }
        machine.close();
    }

    /** Does what takes the lock that handlers hold, on a thread that may wait for it. */
    <T> T besideHandlers(Callable<T> look) {
        FutureTask<T> task = new FutureTask<>(look);
        started.removeIf(StartedRun::getOver);
        if (started.isEmpty() || handles) {
            task.run();
        } else {
            Thread looking = new Thread(task, "look");
            looking.setDaemon(true);
            looking.start();
            while (!task.isDone()) {
                serve(NEXT_QUESTION_MILLIS);
            }
        }
        return AskedPiece.result(task);
    }

    private void refuseInHandler(String what) {
        if (handles) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    what + " cannot be called from a handler: " + what + " waits for a run to end",
                    "to end the run: stop()");
        }
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
                throw new ScriptError(Site.UNKNOWN, "the until: function must return true or false, not " + met);
            }
            return met.asBoolean();
        }));
        return callable;
    }

    private Outcome serve(Machine machine, Map<String, ?> arguments, Site site) {
        FutureTask<Outcome> run = new FutureTask<>(() -> machine.run(arguments)) {
            @Override
            protected void done() {
                // Wakes the script's thread.
                asked.add(new AskedPiece<>(() -> null));
            }
        };
        Thread runner = new Thread(run, "run");
        runner.setDaemon(true);
        boolean interrupted = Thread.interrupted();
        runner.start();
        while (!run.isDone()) {
            if (interrupted) {
                machine.endRun();
            }
            try {
                AskedPiece<?> next = asked.poll(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return AskedPiece.result(run).at(site);
    }
}
