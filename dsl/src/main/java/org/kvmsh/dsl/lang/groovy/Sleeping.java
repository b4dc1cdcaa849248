package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import java.time.Duration;
import org.kvmsh.dsl.lang.Pause;
import org.kvmsh.dsl.session.test.TextInterrupted;

/**
 * Groovy's {@code sleep} as scripts have it: it takes a time too, and an interrupt ends the script, where Groovy's own
 * keeps it and sleeps on.
 */
public final class Sleeping {
    private Sleeping() {}

    /** Called by compiled scripts. */
    public static void sleep(long milliseconds) {
        sleep(Duration.ofMillis(milliseconds));
    }

    /** {@code sleep 2.s}. */
    public static void sleep(Duration time) {
        Pause.of(time, Cursor.here());
    }

    /**
     * The same with a block that Groovy asks whether to continue sleeping: it is called at the interrupt, but its
     * answer is ignored.
     */
    public static void sleep(long milliseconds, Closure<?> interrupted) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            interrupted.call(e);
            throw new TextInterrupted();
        }
    }

    /** Both. */
    public static void sleep(Duration time, Closure<?> interrupted) {
        sleep(time.toMillis(), interrupted);
    }
}
