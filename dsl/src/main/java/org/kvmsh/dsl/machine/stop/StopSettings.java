package org.kvmsh.dsl.machine.stop;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The parts that a session wants to see at each stop, and the values that it watches. */
public final class StopSettings {
    private final List<WatchedValue> watched = new ArrayList<>();
    private volatile StopParts asked = StopParts.UNSET;
    private int last;

    /** {@code atStop stack: 8}: what is not named stays. */
    public void set(StopParts parts) {
        asked = parts.or(asked);
    }

    StopParts asked() {
        return asked;
    }

    /** @param name a register's, or what the value is called; null for its number */
    public synchronized WatchedValue watch(String name, WatchedValue.Reading reading) {
        last++;
        WatchedValue value = new WatchedValue(last, name == null ? "watch " + last : name, reading);
        watched.add(value);
        return value;
    }

    /** {@code watch remove: 1}. */
    public synchronized void remove(long number) {
        if (!watched.removeIf(value -> value.number() == number)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "there is no watch number " + number,
                    watched.isEmpty()
                            ? "nothing is watched"
                            : "watched: "
                                    + String.join(
                                            ", ",
                                            watched.stream()
                                                    .map(WatchedValue::toString)
                                                    .toList()));
        }
    }

    /** In the order in which they were set. */
    public synchronized List<WatchedValue> watched() {
        return List.copyOf(watched);
    }
}
