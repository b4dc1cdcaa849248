package org.kvmsh.dsl.lang;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.test.TextInterrupted;

/** {@code sleep}: a script waits, and an interrupt ends the script. */
public final class Pause {
    private Pause() {}

    public static void of(Duration time, Site site) {
        if (time.isNegative()) {
            throw new ScriptError(site, "sleep takes a time of 0 or more");
        }
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            throw new TextInterrupted();
        }
    }
}
