package org.kvmsh.bindings.board;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The name that a misspelt one was most likely meant to be. */
final class Spelling {
    private Spelling() { }

    /** {@code ; did you mean kernel?}, or an empty text. */
    static String note(String typed, Collection<String> known) {
        LevenshteinDistance distance = new LevenshteinDistance(Math.max(1, typed.length() / 3));
        return known.stream().filter(name -> distance.apply(typed, name) >= 0).min(Comparator.comparingInt(name -> distance.apply(typed, name)))
                .map(name -> "; did you mean " + name + "?").orElse("");
    }
}
