package org.kvmsh.dsl.inspect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The number of exits in each slice of a run.
 *
 * @param width of a slice, in nanoseconds
 */
public record ExitsOverTime(long[] counts, long width) {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";

    /** The number of exits in each slice. */
    List<Integer> all() {
        return Arrays.stream(counts).mapToObj(Math::toIntExact).toList();
    }

    double sliceMs() {
        return width / 1e6;
    }

    /** The plot below a line that explains it, with at most one slice of time a column. */
    String text(int columns) {
        long[] shown = counts;
        long each = width;
        while (shown.length > columns) {
            long[] halves = new long[(shown.length + 1) / 2];
            for (int i = 0; i < shown.length; i++) {
                halves[i / 2] += shown[i];
            }
            shown = halves;
            each *= 2;
        }
        long most = Arrays.stream(shown).max().orElse(0);
        StringBuilder plot =
                new StringBuilder(String.format(Locale.ROOT, "exits per %.3g ms, at most %d:%n", each / 1e6, most)
                        .replace("\r", ""));
        return plot.append(plot(shown)).toString().stripTrailing();
    }

    /** A column for each count, as high as it is beside the largest one. */
    public static String plot(long... counts) {
        long most = Arrays.stream(counts).max().orElse(0);
        StringBuilder plot = new StringBuilder();
        for (long count : counts) {
            plot.append(count == 0 ? ' ' : BLOCKS.charAt((int) ((count * BLOCKS.length() - 1) / most)));
        }
        return plot.toString();
    }
}
