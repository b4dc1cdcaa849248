package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** Registers that were set by name, compared with what they hold. */
public record Verified(
        int registers,
        int structs,

        @Word(value = "the registers whose value differs from what was written", example = "verify().all[0].name")
        List<RegisterDifference> all)
        implements AsJson {
    public Verified {
        all = List.copyOf(all);
    }

    /** The result for the registers of several vCPUs together. */
    public static Verified of(List<Verified> parts) {
        List<RegisterDifference> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(part.all));
        return new Verified(
                parts.stream().mapToInt(part -> part.registers).sum(),
                parts.stream().mapToInt(part -> part.structs).sum(),
                all);
    }

    @Word(value = "whether every register that was set holds what was written", example = "verify().empty")
    public boolean getEmpty() {
        return all.isEmpty();
    }

    @Word(
            value = "the number of registers and structs compared: those set since the guest last ran",
            example = "verify().count")
    public int getCount() {
        return registers + structs;
    }

    private String inWords() {
        return Stream.of(inWords(registers, "register"), inWords(structs, "struct"))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(" and "));
    }

    private static String inWords(int count, String what) {
        return count == 0 ? "" : count + " " + what + (count == 1 ? "" : "s");
    }

    @Override
    public String toString() {
        if (getCount() == 0) {
            return "nothing to compare: no register has been set since the guest last ran";
        }
        return all.isEmpty()
                ? inWords() + (getCount() == 1 ? " reads back as written" : " read back as written")
                : all.stream().map(RegisterDifference::toString).collect(Collectors.joining("\n"));
    }
}
