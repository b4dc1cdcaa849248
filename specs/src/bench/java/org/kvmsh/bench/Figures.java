package org.kvmsh.bench;

import java.util.Collection;

/** The minimum, quartiles and maximum of repeated measurements: on a noisy machine a mean is of little use. */
record Figures(double min, double lower, double median, double upper, double max) {
    private static final double QUARTER = 0.25;
    private static final double HALF = 0.5;

    static Figures of(Collection<Double> measured) {
        double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        return new Figures(sorted[0], at(sorted, QUARTER), at(sorted, HALF), at(sorted, 1 - QUARTER), sorted[sorted.length - 1]);
    }

    /** Between two measurements in proportion. */
    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        double above = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (place - below) * (above - sorted[below]);
    }
}
