package org.kvmsh.repl.runner;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.cli.Supervisor;

/**
 * The end of scripts that comes from outside: Ctrl-C, SIGTERM, SIGHUP, a standard output that cannot be written. What
 * is under way ends, and what ran so far is reported before the program ends. A second signal ends it at once.
 */
public final class Ending implements AutoCloseable {
    private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
    private static final long REPORT_SECONDS = 10;
    /**
     * The signal used in place of SIGINT, which a program that starts this process in the background cannot let it
     * have.
     */
    private static final String FOR_INTERRUPT = "USR1";
    /** A signal to a process group may arrive once directly and once more from whoever passes it on. */
    private static final long SAME_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Map<String, Object> before = new HashMap<>();
    private final CountDownLatch reported = new CountDownLatch(1);
    /** What a script's System.exit leads to; null for nothing. */
    private Thread exiting;

    private volatile int signal;
    private long cameNanos;
    private volatile boolean exits;
    private volatile Supervisor supervisor;
    private volatile boolean outputLost;
    private volatile Runnable stop;

    private Ending(StandardOutput out) {
        out.whenLost(() -> outputLost = true);
        // Loops, since each lambda is a class that every start loads.
        for (Map.Entry<String, Integer> each : SIGNALS.entrySet()) {
            int number = each.getValue();
            before.put(each.getKey(), Signals.register(each.getKey(), () -> came(number)));
        }
    }

    /** Does something when a script calls System.exit, before the program ends; once. */
    Ending atExit(Runnable then) {
        exiting = new Thread(then, "exiting");
        try {
            Runtime.getRuntime().addShutdownHook(exiting);
        } catch (IllegalStateException e) {
            // A signal came before this program had a handler for it, and the JVM is ending already.
            came(SIGNALS.get("TERM"));
        }
        return this;
    }

    /** By a signal; a script that calls System.exit means the whole program. */
    public static Ending bySignal(StandardOutput out) {
        return new Ending(out);
    }

    /**
     * By a signal, or by a script that calls System.exit: other results are still reported, and it is not a success.
     */
    public static Ending bySignalOrExit(StandardOutput out) {
        Ending ending = new Ending(out);
        return ending.atExit(ending::exit);
    }

    /**
     * Takes what whoever supervises this process passes on, ends when that is gone, and tells it how a script's
     * System.exit has ended the run.
     */
    Ending supervised(Map<String, String> environment) {
        supervisor = Supervisor.of(environment).orElse(null);
        if (supervisor != null) {
            before.put(FOR_INTERRUPT, Signals.register(FOR_INTERRUPT, () -> came(SIGNALS.get("INT"))));
            supervisor.whenGone(() -> came(SIGNALS.get("TERM")));
        }
        return this;
    }

    private synchronized void came(int number) {
        if (signal == number && System.nanoTime() - cameNanos < SAME_NANOS) {
            return;
        }
        if (signal != 0) {
            Runtime.getRuntime().halt(ExitStatus.ofSignal(number));
        }
        cameNanos = System.nanoTime();
        signal = number;
    }

    private void exit() {
        exits = true;
        try {
            if (reported.await(REPORT_SECONDS, TimeUnit.SECONDS) && supervisor != null) {
                supervisor.tell(ExitStatus.FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitStatus.FAILED);
    }

    /** Why the scripts are to end; null if they are not. */
    public EndedEarly wanted() {
        return exits ? EndedEarly.EXIT : signal != 0 || outputLost ? EndedEarly.INTERRUPTED : null;
    }

    /** Whether the terminal went away: what does not need it may go on. */
    boolean isHangup() {
        return signal == SIGNALS.get("HUP");
    }

    public boolean isWanted() {
        return wanted() != null;
    }

    /** Whether the thread that runs scripts waits for this program's end, and so cannot be ended. */
    boolean isExit() {
        return exits;
    }

    /** The exit status of a program that was ended so. */
    public int status() {
        return signal != 0 ? ExitStatus.ofSignal(signal) : ExitStatus.FAILED;
    }

    /** @param stopping what ends the running script, and may be called repeatedly; null if none runs */
    public void stopsWith(Runnable stopping) {
        stop = stopping;
    }

    /** Ends a thread's work: its script, or what it waits for if no script runs. */
    void stop(Thread thread) {
        Runnable script = stop;
        if (script == null) {
            thread.interrupt();
        } else {
            script.run();
        }
    }

    /** All is reported. */
    @Override
    public void close() {
        reported.countDown();
        for (Map.Entry<String, Object> each : before.entrySet()) {
            Signals.unregister(each.getKey(), each.getValue());
        }
        if (exiting != null && !exits) {
            try {
                Runtime.getRuntime().removeShutdownHook(exiting);
            } catch (IllegalStateException e) {
                // The program ends just now; the hook sees that all is reported.
                return;
            }
        }
    }
}
