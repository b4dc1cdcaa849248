package org.kvmsh.bindings.remote;

import java.util.concurrent.TimeUnit;

/** The time for which a link has been silent while somebody listened. */
public final class Silence {
    /**
     * The limit of one step. A process that does not run, because the machine is overloaded, stopped or suspended,
     * receives nothing either, and its input is still to be read.
     */
    private static final long MOST = TimeUnit.SECONDS.toNanos(1);

    private long looked;
    private long silent;

    /** @param now when the link begins, of System.nanoTime() */
    public Silence(long now) {
        looked = now;
    }

    /**
     * Updates the count.
     *
     * @param heard when something was last received
     * @return nanoseconds of silence
     */
    public long look(long now, long heard) {
        boolean came = heard - looked > 0;
        silent = (came ? 0 : silent) + Math.min(now - (came ? heard : looked), MOST);
        looked = now;
        return silent;
    }
}
