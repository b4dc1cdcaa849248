package org.kvmsh.bench;

import java.util.Arrays;
import java.util.Collection;

/** The least, the middle and the greatest of what was measured more than once: on a noisy machine a mean says little. */
record Figures(double min, double median, double max) {
    static Figures of(Collection<Double> measured) {
        double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        double[] middle = Arrays.copyOfRange(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1);
        return new Figures(sorted[0], Arrays.stream(middle).average().getAsDouble(), sorted[sorted.length - 1]);
    }
}
