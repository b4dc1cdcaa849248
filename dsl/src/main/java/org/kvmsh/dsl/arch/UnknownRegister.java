package org.kvmsh.dsl.arch;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The error's notes for a register that the vCPUs of an architecture do not have. */
public final class UnknownRegister {
    /** The program counter, by the names of each architecture. */
    private static final Set<String> PROGRAM_COUNTERS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        PROGRAM_COUNTERS.addAll(Set.of("rip", "eip", "ip", "pc", "nip"));
    }

    private UnknownRegister() {}

    /** Refuses a name that is no general register's. */
    public static void check(String name, RegisterSet general, Arch arch, Site site) {
        if (!general.has(name)) {
            throw new ScriptError(
                    site,
                    RegisterNames.missing(name, arch),
                    note(name, arch, general.names()),
                    "registers: " + String.join(" ", general.names()));
        }
    }

    /**
     * Advice for an unknown register. A register of another architecture is no misspelling: only its program counter
     * has a counterpart.
     *
     * @param known every name that the architecture has
     */
    public static String note(String name, Arch arch, Collection<String> known) {
        if (PROGRAM_COUNTERS.contains(name)) {
            return known.stream()
                    .filter(PROGRAM_COUNTERS::contains)
                    .findFirst()
                    .map(own -> "the program counter of " + arch + " is " + own)
                    .orElse("");
        }
        List<String> others = Abi.tables().stream()
                .map(Abi::of)
                .filter(abi -> abi.arch() != arch && abi.hasStruct("kvm_regs"))
                .filter(abi -> Architecture.of(abi).generalRegisters(abi).has(name))
                .map(abi -> abi.arch().toString())
                .distinct()
                .toList();
        return others.isEmpty()
                ? Nearest.note(name, known)
                : name + " is a register of " + String.join(" and ", others);
    }
}
