package org.kvmsh.repl.results;

import java.util.List;

/**
 * What a run was told, and did not meet.
 *
 * @param chosen the filters, tags and failed tests that have chosen no test, a sentence each
 * @param known the known failures that no test had, a sentence each
 * @param reports the regular expressions that no report of a kernel has matched
 */
public record UnmetOptions(List<String> chosen, List<String> known, List<String> reports) {
    /** Of a run that may have met everything: it has no end. */
    private static final UnmetOptions NONE = new UnmetOptions(List.of(), List.of(), List.of());

    /** Of one of the processes that a run has. */
    public static UnmetOptions of(RecordedRun run) {
        return run != null && run.isWhole() ? run.unmet() : NONE;
    }

    /**
     * What neither has met.
     *
     * @param one null if there is only the other
     */
    public static UnmetOptions both(UnmetOptions one, UnmetOptions other) {
        return one == null
                ? other
                : new UnmetOptions(
                        both(one.chosen, other.chosen), both(one.known, other.known), both(one.reports, other.reports));
    }

    private static List<String> both(List<String> one, List<String> other) {
        return one.stream().filter(other::contains).toList();
    }
}
