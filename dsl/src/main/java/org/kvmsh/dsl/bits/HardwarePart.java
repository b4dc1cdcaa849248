package org.kvmsh.dsl.bits;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A part of a machine's state that is shown with the names of its bits; the word that reads it has its name. */
public enum HardwarePart {
    CONTROL("control registers", "flags", "control"),
    LAPIC("local APIC", "lapic"),
    XSAVE("FPU and vector registers", "xsave"),
    CPUID("CPUID", "cpuid"),
    IOAPIC("I/O APIC", "ioapic"),
    PIC("PICs", "master", "slave");

    private final String words;
    private final List<String> rows;

    /** @param rows the names that its rows have in an architecture's table */
    HardwarePart(String words, String... rows) {
        this.words = words;
        this.rows = List.of(rows);
    }

    /** {@code local APIC}. */
    public String words() {
        return words;
    }

    /** Those of an architecture's layouts that are of this part. */
    public List<BitLayout> of(List<BitLayout> table) {
        return table.stream().filter(layout -> rows.contains(layout.part())).toList();
    }

    /** The part that a word reads. */
    public static Optional<HardwarePart> ofWord(String word) {
        return Arrays.stream(values())
                .filter(part -> part.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
