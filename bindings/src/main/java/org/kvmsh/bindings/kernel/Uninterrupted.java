package org.kvmsh.bindings.kernel;

import java.util.function.BooleanSupplier;

/** Waits that an interrupt does not end; the thread is re-interrupted afterwards. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** A wait that ends after a while, or when it is woken. */
    public interface Wait {
        /**
         * Waits a while, or until woken.
         *
         * @throws InterruptedException if the thread was interrupted; the wait is then repeated
         */
        void once() throws InterruptedException;
    }

    /** Waits again and again until a condition is met. */
    public static void until(BooleanSupplier isOver, Wait wait) {
        boolean interrupted = false;
        try {
            while (!isOver.getAsBoolean()) {
                try {
                    wait.once();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the end of a thread. */
    public static void join(Thread thread) {
        until(() -> !thread.isAlive(), thread::join);
    }
}
