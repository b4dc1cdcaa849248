package org.kvmsh.repl.results.record;

import java.util.List;

/**
 * The options that a run was given and did not meet.
 *
 * @param chosen the filters, tags and failed tests that have chosen no test, a sentence each
 * @param known the entries of --known that no test and no report of a kernel matched, a sentence each
 */
public record UnmetOptions(List<String> chosen, List<String> known) {
    /** The result of a run that may have met everything: it has no end. */
    private static final UnmetOptions NONE = new UnmetOptions(List.of(), List.of());

    /** The unmet options of one of the processes that a run has. */
    public static UnmetOptions of(RecordedRun run) {
        return run != null && run.isWhole() ? run.unmet() : NONE;
    }

    /**
     * The options that neither of two has met.
     *
     * @param one null if there is only the other
     */
    public static UnmetOptions both(UnmetOptions one, UnmetOptions other) {
        return one == null ? other : new UnmetOptions(both(one.chosen, other.chosen), both(one.known, other.known));
    }

    private static List<String> both(List<String> one, List<String> other) {
        return one.stream().filter(other::contains).toList();
    }
}
