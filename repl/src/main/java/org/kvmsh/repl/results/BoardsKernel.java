package org.kvmsh.repl.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which kernel a board ran, as its facts tell it: one run is of one kernel. */
final class BoardsKernel {
    private static final List<String> IDENTITY = List.of("kernel", "build", "config");

    /** Of a board's facts: those of another kernel, on which the run was not resumed. */
    private static final String OTHER = "notResumedOn";

    private BoardsKernel() { }

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
        boolean same = before == null || IDENTITY.stream().allMatch(fact -> Objects.equals(before.get(fact), now.get(fact)));
        return same ? null : "the board runs another kernel than the run has results of: " + words(now) + "; the run's is " + words(before);
    }

    private static String words(Map<String, Object> facts) {
        return facts.get("build") == null ? String.valueOf(facts.get("kernel")) : facts.get("build") + (facts.get("config") == null ? "" : ", configuration " + facts.get("config"));
    }
}
