package org.kvmsh.dsl.machine.change;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.word.Word;

/** What a machine's move into a new VM has carried. */
public final class Moved {
    private boolean done;
    private List<String> differences = List.of();
    private List<String> missing = List.of();
    private List<String> running = List.of();

    /** Is complete from now on. */
    void done(Map<String, String> different, List<String> counters, List<String> lacking) {
        differences = lines(different);
        running = List.copyOf(counters);
        missing = List.copyOf(lacking);
        done = true;
    }

    private static List<String> lines(Map<String, String> named) {
        return named.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .toList();
    }

    @Word(
            value = "whether the machine has moved into the new VM; a move requested in a handler happens"
                    + " once the exit is complete",
            example = "m.moved().done")
    public boolean getDone() {
        return done;
    }

    @Word(
            value = "the registers and fields that differ between the last read of the old VM and the first read of the"
                    + " new one, excluding running counters",
            example = "m.moved().differences")
    public List<String> getDifferences() {
        return differences;
    }

    @Word(value = "the counters that advanced during the move, such as the TSC", example = "m.moved().running")
    public List<String> getRunning() {
        return running;
    }

    @Word(
            value = "the parts of the state that were not carried over, each with the reason",
            example = "m.moved().missing")
    public List<String> getMissing() {
        return missing;
    }

    @Override
    public String toString() {
        if (!done) {
            return "moves when its exit is complete";
        }
        return "moved into a new VM; "
                + (differences.isEmpty() ? "no differences" : "differences:\n  " + String.join("\n  ", differences))
                + (missing.isEmpty() ? "" : "\nnot carried over: " + String.join("\nnot carried over: ", missing));
    }
}
