package org.kvmsh.bindings.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the known name closest to a misspelled one. */
public final class Nearest {
    private Nearest() {}

    public static Optional<String> to(String typed, Collection<String> known) {
        int most = Math.max(1, typed.length() / 3);
        DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance(most);
        String small = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(name -> isComparable(typed, name))
                .filter(name -> distance.apply(small, name.toLowerCase(Locale.ROOT)) >= 0)
                .min(Comparator.comparingInt(name -> distance.apply(small, name.toLowerCase(Locale.ROOT))));
    }

    /** {@code did you mean 'memory'?}, or an empty text. */
    public static String note(String typed, Collection<String> known) {
        return to(typed, known).map(name -> "did you mean '" + name + "'?").orElse("");
    }

    /** The same as an addition to a message: {@code ; did you mean 'memory'?}, or an empty text. */
    public static String clause(String typed, Collection<String> known) {
        String note = note(typed, known);
        return note.isEmpty() ? "" : "; " + note;
    }

    /**
     * The names that are as near as the nearest one or one letter further, the nearest first, at most a number of them.
     */
    public static List<String> several(String typed, Collection<String> known, int most) {
        DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance(Math.max(1, typed.length() / 3) + 1);
        String small = typed.toLowerCase(Locale.ROOT);
        int nearest = to(typed, known)
                .map(name -> distance.apply(small, name.toLowerCase(Locale.ROOT)))
                .orElse(-1);
        return nearest < 0
                ? List.of()
                : known.stream()
                        .distinct()
                        .filter(name -> isComparable(typed, name)
                                && near(distance.apply(small, name.toLowerCase(Locale.ROOT)), nearest + 1))
                        .sorted(Comparator.<String>comparingInt(
                                        name -> distance.apply(small, name.toLowerCase(Locale.ROOT)))
                                .thenComparing(Comparator.naturalOrder()))
                        .limit(most)
                        .toList();
    }

    /** Every name of two letters is one letter away from a name of one. */
    private static boolean isComparable(String typed, String name) {
        return typed.length() > 1 || name.length() == 1;
    }

    private static boolean near(int distance, int most) {
        return distance >= 0 && distance <= most;
    }
}
