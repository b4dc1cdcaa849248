package org.kvmsh.bindings.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** The known name that a misspelt one was most likely meant to be. */
public final class Nearest {
    private Nearest() { }

    public static Optional<String> to(String typed, Collection<String> known) {
        int most = Math.max(1, typed.length() / 3);
        DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance(most);
        String small = typed.toLowerCase(Locale.ROOT);
        return known.stream().filter(name -> distance.apply(small, name.toLowerCase(Locale.ROOT)) >= 0)
                .min(Comparator.comparingInt(name -> distance.apply(small, name.toLowerCase(Locale.ROOT))));
    }

    /** {@code did you mean memory?}, or an empty text. */
    public static String note(String typed, Collection<String> known) {
        return to(typed, known).map(name -> "did you mean " + name + "?").orElse("");
    }

    /** The same behind what a message says already: {@code ; did you mean memory?}, or an empty text. */
    public static String clause(String typed, Collection<String> known) {
        String note = note(typed, known);
        return note.isEmpty() ? "" : "; " + note;
    }
}
