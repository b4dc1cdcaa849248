package org.kvmsh.repl.results.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.text.Digest;

/** The kernel that a board ran, as its facts tell it: one run is of one kernel. */
final class BoardsKernel {
    private static final List<String> IDENTITY = List.of("kernel", "build", "config");

    /** The member of a board's facts with those of another kernel, on which the run was not resumed. */
    private static final String OTHER = "notResumedOn";

    private BoardsKernel() {}

    /** A board's facts with those that it tells now: of another kernel, both. */
    static Map<String, Object> kept(Map<String, Object> before, Map<String, Object> now) {
        if (other(before, now) == null) {
            return now;
        }
        Map<String, Object> both = new LinkedHashMap<>(before);
        both.put(OTHER, now);
        return both;
    }

    /** Why results on a board are not of the run that has them on another kernel; null if the kernel is the same. */
    static String other(Map<String, Object> before, Map<String, Object> now) {
        return before == null || isSame(before, now)
                ? null
                : "the run's earlier results are from a different kernel; now: " + words(now) + "; then: "
                        + words(before);
    }

    /** Whether two boards told the same kernel. */
    static boolean isSame(Map<String, Object> one, Map<String, Object> other) {
        return IDENTITY.stream().allMatch(fact -> Objects.equals(one.get(fact), other.get(fact)))
                // An older kvmsh did not ask, and another user may not read it.
                && (!BoardFacts.hasBuildId(one)
                        || !BoardFacts.hasBuildId(other)
                        || one.get(BoardFacts.BUILD_ID).equals(other.get(BoardFacts.BUILD_ID)));
    }

    /** A kernel in one line. */
    static String words(Map<String, Object> facts) {
        return (facts.get("build") == null
                        ? String.valueOf(facts.get("kernel"))
                        : facts.get("build").toString())
                + (BoardFacts.hasBuildId(facts) ? ", build id " + facts.get(BoardFacts.BUILD_ID) : "")
                + (facts.get("config") == null
                        ? ""
                        : ", configuration "
                                + Digest.inShort(facts.get("config").toString()));
    }
}
