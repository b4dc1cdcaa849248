package org.kvmsh.dsl.machine.stop;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.word.Word;

/** The values that each stop shows. */
public record WatchList(
        @Word(value = "the watched values, in the order in which they were set", example = "watch.all[0].name")
        List<WatchedValue> all) {
    public WatchList {
        all = List.copyOf(all);
    }

    @Override
    public String toString() {
        return all.isEmpty()
                ? "nothing is watched"
                : all.stream().map(WatchedValue::toString).collect(Collectors.joining("\n"));
    }
}
