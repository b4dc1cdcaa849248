package org.kvmsh.dsl.machine.change;

import java.util.List;
import org.kvmsh.dsl.word.Word;

/** The writes that {@code undo} took back. */
public final class Undone {
    private final List<String> writes;
    private final int asked;

    Undone(List<String> writes, int asked) {
        this.writes = List.copyOf(writes);
        this.asked = asked;
    }

    @Word(value = "the writes that were undone, newest first", example = "m.undo(3).all")
    public List<String> getAll() {
        return writes;
    }

    @Word(value = "how many writes were undone", example = "m.undo(3).count")
    public int getCount() {
        return writes.size();
    }

    @Override
    public String toString() {
        return "undone: " + String.join("\nundone: ", writes)
                + (writes.size() < asked ? "\nno earlier write is known" : "");
    }
}
