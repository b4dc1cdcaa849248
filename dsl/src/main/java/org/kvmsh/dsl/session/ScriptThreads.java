package org.kvmsh.dsl.session;

import java.util.function.Consumer;

/** The threads on which scripts run, and those that scripts start: what ends one of the latter fails the script, or the test that it runs then. */
public final class ScriptThreads extends ThreadGroup {
    /** A script's thread is in it, and so is each that it starts. */
    public static final ThreadGroup GROUP = new ScriptThreads();

    /** Takes what ends a thread; null if no script has started it that takes that. */
    private static final ThreadLocal<Consumer<Throwable>> SCRIPT = new InheritableThreadLocal<>();

    private ScriptThreads() {
        super("scripts");
    }

    /**
     * A script begins on this thread.
     *
     * @param failed takes, on the thread that it ends, what a thread of the script has thrown
     */
    public static void begin(Consumer<Throwable> failed) {
        SCRIPT.set(failed);
    }

    /** It has ended. */
    public static void end() {
        SCRIPT.remove();
    }

    @Override public void uncaughtException(Thread thread, Throwable thrown) {
        Consumer<Throwable> failed = SCRIPT.get();
        if (failed == null) {
            super.uncaughtException(thread, thrown);
        } else if (!TextInterrupted.isBehind(thrown)) {
            failed.accept(thrown);
        }
    }
}
