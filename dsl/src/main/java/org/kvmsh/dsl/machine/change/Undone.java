package org.kvmsh.dsl.machine.change;

import java.util.List;
import org.kvmsh.dsl.word.Word;

/** The writes that {@code undo} took back. */
public record Undone(
        @Word(value = "the writes that were undone, newest first", example = "m.undo(3).all")
        List<String> all,

        int asked) {
    public Undone {
        all = List.copyOf(all);
    }

    @Word(value = "the number of writes undone", example = "m.undo(3).count")
    public int getCount() {
        return all.size();
    }

    @Override
    public String toString() {
        return "undone: " + String.join("\nundone: ", all) + (all.size() < asked ? "\nno earlier write is known" : "");
    }
}
