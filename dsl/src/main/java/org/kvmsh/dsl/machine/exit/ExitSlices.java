package org.kvmsh.dsl.machine.exit;

import java.util.Arrays;
import org.kvmsh.dsl.inspect.ExitsOverTime;

/**
 * The number of exits in each slice of a run, whose length nobody knows before: where it is full, each two slices
 * become one.
 */
final class ExitSlices {
    private static final int SLICES = 64;
    /** The width of the first slices, in nanoseconds. */
    private static final long LEAST = 1 << 14;

    private final long[] counts = new long[SLICES];
    private long width = LEAST;

    void clear() {
        Arrays.fill(counts, 0);
        width = LEAST;
    }

    /** @param since the run's begin, in nanoseconds */
    void take(long since) {
        while (since >= width * SLICES) {
            for (int i = 0; i < SLICES; i++) {
                counts[i] = i < SLICES / 2 ? counts[2 * i] + counts[2 * i + 1] : 0;
            }
            width *= 2;
        }
        counts[(int) (Math.max(0, since) / width)]++;
    }

    /** @param took the run's length so far, in nanoseconds */
    ExitsOverTime of(long took) {
        return new ExitsOverTime(Arrays.copyOf(counts, (int) Math.min(SLICES, took / width + 1)), width);
    }
}
