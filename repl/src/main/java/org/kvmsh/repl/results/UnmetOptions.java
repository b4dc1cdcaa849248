package org.kvmsh.repl.results;

import java.util.List;

/**
 * What a run was told, and did not meet; a sentence each.
 *
 * @param chosen the filters, tags and failed tests that have chosen no test
 * @param known  the known failures that no test had
 */
public record UnmetOptions(List<String> chosen, List<String> known) {
    public static final UnmetOptions NONE = new UnmetOptions(List.of(), List.of());

    /** What neither has met. */
    public UnmetOptions and(UnmetOptions other) {
        return new UnmetOptions(both(chosen, other.chosen), both(known, other.known));
    }

    private static List<String> both(List<String> one, List<String> other) {
        return one.stream().filter(other::contains).toList();
    }
}
