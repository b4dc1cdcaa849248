package org.kvmsh.repl.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The times of one test in several rounds, in milliseconds. Their middle is the median and their spread the distance of
 * the quartiles, on which a single slow round, such as the first, has no effect.
 */
record Rounds(List<Long> times) {
    /** With fewer, more than one test in a hundred would be told by chance. */
    static final int NEEDED = 7;
    /** Times are kept in whole milliseconds. */
    private static final double SMALLEST = 2;

    private static final int QUARTERS = 4;

    Rounds {
        times = List.copyOf(times);
    }

    static Rounds of(LongStream times) {
        return new Rounds(times.boxed().toList());
    }

    /** The differences between the times of each round: another's minus these. */
    private Rounds pairs(Rounds other) {
        return of(IntStream.range(0, Math.min(times.size(), other.times.size()))
                .mapToLong(i -> other.times.get(i) - times.get(i)));
    }

    /**
     * The time that another took longer than this one.
     *
     * @param alternating whether the rounds of both were made in turn, so that each has a partner
     * @return 0 if it is not more than what rounds differ anyway
     */
    double longer(Rounds other, boolean alternating) {
        Rounds pairs = pairs(other);
        double longer = alternating ? pairs.quantile(2) : other.quantile(2) - quantile(2);
        double spread = alternating ? 2 * pairs.spread() : spread() + other.spread();
        return Math.abs(longer) > Math.max(spread, SMALLEST) ? longer : 0;
    }

    private double spread() {
        return quantile(QUARTERS - 1) - quantile(1);
    }

    /** Between two times, the line between them. */
    private double quantile(int quarter) {
        List<Long> sorted = times.stream().sorted().toList();
        double at = (sorted.size() - 1) * (double) quarter / QUARTERS;
        int below = (int) at;
        long next = sorted.get(Math.min(below + 1, sorted.size() - 1));
        return sorted.get(below) + (at - below) * (next - sorted.get(below));
    }

    /** {@code 120 ms (118 to 125)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f ms (%.0f to %.0f)", quantile(2), quantile(1), quantile(QUARTERS - 1));
    }
}
