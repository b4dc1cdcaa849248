package org.kvmsh.dsl.lang.js;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request to the script's thread, unless the caller cancels it before it begins. */
final class AskedPiece<T> extends FutureTask<T> {
    private final AtomicBoolean begun = new AtomicBoolean();

    AskedPiece(Callable<T> piece) {
        super(piece);
    }

    @Override public void run() {
        if (begun.compareAndSet(false, true)) {
            super.run();
        }
    }

    /** False if it has begun. */
    boolean giveUp() {
        return begun.compareAndSet(false, true) && cancel(false);
    }
}
