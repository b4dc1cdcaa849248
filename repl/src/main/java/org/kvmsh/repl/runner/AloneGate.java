package org.kvmsh.repl.runner;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The scripts of boards beside each other, and the starts of these boards: where one is to run alone, it waits for the
 * others, and no other one begins until it has ended.
 */
final class AloneGate {
    /** What ends the run notifies nobody. */
    private static final long LOOK_MILLIS = 50;

    private int running;
    private int waiting;
    private boolean alone;

    /** What is done beside the others. */
    interface Work<T, E extends Exception> {
        T done() throws E;
    }

    /**
     * Does something beside the others.
     *
     * @param isAlone whether nothing else may be done meanwhile
     * @param over asked now and then: whether it is not to be done any more
     * @return null where that is so
     */
    <T, E extends Exception> T beside(boolean isAlone, BooleanSupplier over, Work<T, E> work) throws E {
        if (!enter(isAlone, over)) {
            return null;
        }
        try {
            return work.done();
        } finally {
            leave();
        }
    }

    private synchronized boolean enter(boolean isAlone, BooleanSupplier over) {
        waiting += isAlone ? 1 : 0;
        try {
            while (alone || (isAlone ? running > 0 : waiting > 0)) {
                if (over.getAsBoolean()) {
                    return false;
                }
                try {
                    TimeUnit.MILLISECONDS.timedWait(this, LOOK_MILLIS);
                } catch (InterruptedException e) {
                    // Whoever ends the run is asked above.
                    continue;
                }
            }
            running++;
            alone = isAlone;
            return true;
        } finally {
            waiting -= isAlone ? 1 : 0;
            notifyAll();
        }
    }

    private synchronized void leave() {
        running--;
        alone = false;
        notifyAll();
    }
}
