package org.kvmsh.bench;

import java.util.Arrays;
import java.util.Collection;

/** The minimum, median and maximum of repeated measurements: on a noisy machine a mean is of little use. */
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
