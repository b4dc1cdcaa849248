package org.kvmsh.dsl.machine.change;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The moves of a session's machines while a test runs, and why a machine did not move. */
public final class MoveTally {
    /** How the note of a test begins whose machines have moved. */
    public static final String MOVED = "moved ";
    /** How the note of a test begins of which a machine did not move. */
    public static final String NOT_MOVED = "not moved: ";

    private static final String NO_RUN = "no guest ran";

    private final Set<String> causes = new LinkedHashSet<>();
    private int moves;

    synchronized void moved() {
        moves++;
    }

    synchronized void cannot(List<String> why) {
        causes.addAll(why);
    }

    /** Forgets what was counted. */
    public synchronized void begin() {
        moves = 0;
        causes.clear();
    }

    /** What was counted since, in words: {@code moved 12 times}, or why not. */
    public synchronized String note() {
        String times = moves == 0 ? "" : MOVED + moves + (moves == 1 ? " time" : " times");
        return causes.isEmpty()
                ? moves == 0 ? NOT_MOVED + NO_RUN : times
                : NOT_MOVED + causes.iterator().next() + (moves == 0 ? "" : "; another machine " + times);
    }
}
