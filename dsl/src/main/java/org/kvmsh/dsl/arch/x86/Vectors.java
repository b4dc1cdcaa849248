package org.kvmsh.dsl.arch.x86;

import java.util.Map;
import org.kvmsh.bindings.abi.Abi;

/** The vectors of x86's exceptions, by the names of asm/kvm.h. */
final class Vectors {
    private static final String SUFFIX = "_VECTOR";

    /** Intel SDM volume 3, "Exceptions and Interrupts", without the suffix "exception". */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("DE", "divide error"),
            Map.entry("DB", "debug exception"),
            Map.entry("BP", "breakpoint"),
            Map.entry("OF", "overflow"),
            Map.entry("BR", "bound range exceeded"),
            Map.entry("UD", "invalid opcode"),
            Map.entry("NM", "device not available"),
            Map.entry("DF", "double fault"),
            Map.entry("TS", "invalid TSS"),
            Map.entry("NP", "segment not present"),
            Map.entry("SS", "stack-segment fault"),
            Map.entry("GP", "general protection fault"),
            Map.entry("PF", "page fault"),
            Map.entry("MF", "x87 floating point error"),
            Map.entry("AC", "alignment check"),
            Map.entry("MC", "machine check"),
            Map.entry("XM", "SIMD floating point exception"),
            Map.entry("VE", "virtualization exception"),
            Map.entry("CP", "control protection exception"));

    private Vectors() {}

    /** {@code page fault (#PF)}; {@code interrupt 0x20} for a vector that is no exception's. */
    static String inWords(Abi abi, long vector) {
        String name = name(abi, vector);
        return NAMES.containsKey(name)
                ? NAMES.get(name) + " (#" + name + ")"
                : vector == 2 ? "NMI" : "interrupt 0x" + Long.toHexString(vector);
    }

    /** {@code vector 6, #UD}; without a name for a vector that is no exception's. */
    static String text(Abi abi, long vector) {
        String name = name(abi, vector);
        return "vector " + vector + (name.isEmpty() ? "" : ", #" + name);
    }

    private static String name(Abi abi, long vector) {
        return abi.constants().stream()
                .filter(c -> c.value() == vector
                        && c.name().length() == 2 + SUFFIX.length()
                        && c.name().endsWith(SUFFIX))
                .findFirst()
                .map(c -> c.name().substring(0, 2))
                .orElse("");
    }
}
