package org.kvmsh.bindings.trace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last calls that were made on a kernel; any thread may add one. */
public final class CallRing {
    /** What is kept without being asked for. */
    private static final int FEW = 4096;
    /** What is kept where each exit is a call too. */
    private static final int MANY = 100_000;

    private final Deque<TracedCall> calls = new ArrayDeque<>();
    private final long began = System.nanoTime();
    private long forgotten;
    private volatile boolean exits;

    /** Whether KVM_RUNs are kept, and memory of any size. */
    public boolean keepsExits() {
        return exits;
    }

    /** Keeps KVM_RUNs too from now on, or no more. */
    public void keepExits(boolean wanted) {
        exits = wanted;
    }

    /** Nanoseconds since the ring was made. */
    long now() {
        return System.nanoTime() - began;
    }

    synchronized void add(TracedCall call) {
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

    /** How many there were before those that are kept. */
    public synchronized long forgotten() {
        return forgotten;
    }
}
