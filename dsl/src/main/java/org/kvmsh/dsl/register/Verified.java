package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.word.Word;

/** Registers that were set by name, compared with what they hold. */
public final class Verified {
    private final int count;
    private final List<RegisterDifference> all;

    Verified(int count, List<RegisterDifference> all) {
        this.count = count;
        this.all = List.copyOf(all);
    }

    /** Those of several vCPUs together. */
    public static Verified of(List<Verified> parts) {
        List<RegisterDifference> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(part.all));
        return new Verified(parts.stream().mapToInt(part -> part.count).sum(), all);
    }

    @Word(value = "whether every register that was set holds what was written", example = "verify().empty")
    public boolean getEmpty() {
        return all.isEmpty();
    }

    @Word(value = "the registers that hold something else", example = "verify().all[0].name")
    public List<RegisterDifference> getAll() {
        return all;
    }

    @Word(value = "how many registers were compared: those set by name since the guest last ran", example = "verify().count")
    public int getCount() {
        return count;
    }

    @Override public String toString() {
        if (count == 0) {
            return "nothing to compare: no register was set by name since the guest last ran";
        }
        return all.isEmpty() ? count + (count == 1 ? " register reads as written" : " registers read as written")
                : all.stream().map(RegisterDifference::toString).collect(Collectors.joining("\n"));
    }
}
