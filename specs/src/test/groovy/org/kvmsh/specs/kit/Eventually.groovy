package org.kvmsh.specs.kit

import java.util.concurrent.TimeUnit

/** Waits for a state. The time is for a slow and busy machine: only a state that never comes takes all of it. */
class Eventually {
    static final int PATIENCE_S = 120

    /** Whether it holds, now or before patience ends. */
    static boolean eventually(Closure<Boolean> holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S)
        // Asked once more it may be otherwise: a process of another fork has begun.
        while (!holds()) {
            if (System.nanoTime() > end) {
                return false
            }
            TimeUnit.MILLISECONDS.sleep(20)
        }
        true
    }
}
