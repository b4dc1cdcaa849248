package org.kvmsh.bench;

import java.time.Duration;

/** A monitor that can run the endless guest for a time, again and again. */
interface Side extends AutoCloseable {
    /** Runs the guest for about that long and returns exits per second. */
    double run(Duration time);

    @Override void close();
}
