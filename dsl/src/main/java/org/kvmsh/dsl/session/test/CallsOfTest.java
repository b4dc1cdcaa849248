package org.kvmsh.dsl.session.test;

import java.util.ArrayList;
import java.util.List;

/**
 * The calls of a failed test, as they stand below the reason: a reader looks for why it failed first, and most calls
 * are its set-up.
 */
public final class CallsOfTest {
    private static final int LAST = 3;

    private CallsOfTest() {}

    /** All of them below a heading; nothing if there are none. */
    public static List<String> whole(List<String> calls) {
        return below("  calls:", calls);
    }

    /** The last of them, for a screen. */
    public static List<String> folded(List<String> calls) {
        int hidden = calls.size() - LAST;
        return hidden < 2
                ? whole(calls)
                : below("  last calls (" + hidden + " earlier lines not shown):", calls.subList(hidden, calls.size()));
    }

    private static List<String> below(String heading, List<String> calls) {
        if (calls.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(heading));
        calls.forEach(call -> lines.add("  " + call));
        return lines;
    }
}
