package org.kvmsh.repl.results.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kvmsh.bindings.splat.LogState;

/** The state of a board's kernel log at the end of a run, among the facts of the board in run.json. */
public final class KernelLogFact {
    private static final String KEY = "kernelLog";

    private KernelLogFact() {}

    /** The state that a board's facts have; null if they have none. */
    public static LogState of(Map<String, Object> facts) {
        return facts.get(KEY) instanceof String text ? LogState.of(text) : null;
    }

    /** A board's facts with the state. */
    static Map<String, Object> with(Map<String, Object> facts, LogState state) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(KEY, state.toString());
        return more;
    }

    /** The facts of a board that two processes used, which are those of the first with the worse of both states. */
    public static Map<String, Object> both(Map<String, Object> first, Map<String, Object> second) {
        LogState a = of(first);
        LogState b = of(second);
        return first.isEmpty() ? second : b == null ? first : with(first, a == null ? b : a.worse(b));
    }
}
