package org.kvmsh.bindings.trace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The last calls on a kernel; any thread may add one. */
public final class CallRing {
    /** The calls that are kept by default. */
    private static final int FEW = 4096;
    /** The calls that are kept where each exit is a call too: at some 500 bytes each, in a quarter of the heap. */
    private static final int MANY =
            (int) Math.min(1_000_000, Runtime.getRuntime().maxMemory() / 2048);

    private final Deque<TracedCall> calls = new ArrayDeque<>();
    private final long began = System.nanoTime();
    private long forgotten;
    private volatile boolean exits;
    private volatile Consumer<TracedCall> listener;

    /** Whether KVM_RUNs are kept, and memory of any size. */
    public boolean keepsExits() {
        return exits;
    }

    /** Turns the recording of KVM_RUNs on or off. */
    public void keepExits(boolean wanted) {
        exits = wanted;
    }

    /**
     * Reports every call from now on, on the thread that made it, including KVM_RUNs with their exits and memory of any
     * size.
     */
    public void tell(Consumer<TracedCall> calls) {
        listener = calls;
    }

    /** Whether somebody listens to every call: then exits must not be answered unseen. */
    boolean isHeard() {
        return listener != null;
    }

    /** Whether KVM_RUNs are wanted, and memory of any size. */
    boolean takesExits() {
        return exits || isHeard();
    }

    /** Nanoseconds since the ring was created. */
    long now() {
        return System.nanoTime() - began;
    }

    /** Adds any call, also a KVM_RUN that was called by name. */
    public void add(TracedCall call) {
        tell(call);
        keep(call);
    }

    /** Adds a KVM_RUN of a run. */
    void addRun(TracedCall call) {
        tell(call);
        if (exits) {
            keep(call);
        }
    }

    private void tell(TracedCall call) {
        Consumer<TracedCall> told = listener;
        if (told != null) {
            told.accept(call);
        }
    }

    private synchronized void keep(TracedCall call) {
        calls.addLast(call);
        if (calls.size() > (exits ? MANY : FEW)) {
            calls.removeFirst();
            forgotten++;
        }
    }

    /** The calls that are kept, in order. */
    public synchronized List<TracedCall> calls() {
        return List.copyOf(calls);
    }

    /** The total number, including calls that are no longer kept. */
    public synchronized long count() {
        return forgotten + calls.size();
    }

    /**
     * The calls that are kept of those after the first ones, in order.
     *
     * @param first the number of calls to skip, counted from the first one ever
     */
    public synchronized List<TracedCall> after(long first) {
        return calls.stream().skip(Math.max(0, first - forgotten)).toList();
    }

    /** The number of calls before those that are kept. */
    public synchronized long forgotten() {
        return forgotten;
    }
}
