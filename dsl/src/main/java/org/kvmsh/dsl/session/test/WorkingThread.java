package org.kvmsh.dsl.session.test;

import java.util.List;

/** A thread beside a script's own, and what it was doing. */
public record WorkingThread(Thread thread, Thread.State state, List<StackTraceElement> stack) {
    /** Programs at the bottom of threads that are not the script's. */
    private static final List<String> OTHERS =
            List.of("org.kvmsh.", "org.graalvm.", "com.oracle.", "com.sun.", "org.jline.");

    private static final List<String> JAVA = List.of("java.", "jdk.", "sun.");
    /** The classes in which a timer's thread waits; it waits for a time only if it has work. */
    private static final List<String> TIMERS =
            List.of("java.util.TimerThread", "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue");

    /** The methods in which the JVM parks a thread. */
    private static final List<String> WAITS = List.of("park", "wait", "wait0");

    private static final String SCRIPT = "Script1.groovy";

    /** The thread as it is now. */
    public static WorkingThread of(Thread thread) {
        return new WorkingThread(thread, thread.getState(), List.of(thread.getStackTrace()));
    }

    /** Whether it does a script's work or is about to; the parked thread of a pool and a thread of kvmsh's do not. */
    public boolean isWorking() {
        if (!thread.isAlive()) {
            return false;
        }
        for (int i = stack.size() - 1; i >= 0; i--) {
            String type = stack.get(i).getClassName();
            if (JAVA.stream().noneMatch(type::startsWith)) {
                return OTHERS.stream().noneMatch(type::startsWith);
            }
        }
        // The state is older than the stack: a pool's thread that was parked may have been given work since.
        return state == Thread.State.RUNNABLE
                || state == Thread.State.BLOCKED
                || !stack.isEmpty() && !WAITS.contains(stack.get(0).getMethodName())
                || state == Thread.State.TIMED_WAITING
                        && stack.stream().anyMatch(frame -> TIMERS.contains(frame.getClassName()));
    }

    /**
     * The function of the script that it runs, the same for as long as it runs it; a pool's thread does one thing after
     * the other. Empty if none of the script's text is on its stack.
     */
    String work() {
        for (int i = stack.size() - 1; i >= 0; i--) {
            if (SCRIPT.equals(stack.get(i).getFileName())) {
                return stack.get(i).getClassName() + '.' + stack.get(i).getMethodName();
            }
        }
        return "";
    }

    /** Whether it is inside a script. */
    boolean isInScript() {
        return !work().isEmpty();
    }

    /** Its name, and where it is in the script. */
    @Override
    public String toString() {
        return "thread " + thread.getName()
                + stack.stream()
                        .filter(frame -> SCRIPT.equals(frame.getFileName()) && frame.getLineNumber() > 0)
                        .findFirst()
                        .map(frame -> " (line " + frame.getLineNumber() + ")")
                        .orElse("");
    }
}
