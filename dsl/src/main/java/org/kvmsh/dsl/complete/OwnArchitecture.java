package org.kvmsh.dsl.complete;

import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;

/**
 * The names of the kernel's headers that are of a board's own architecture: the common headers have the macros of all,
 * with the architecture in the name.
 */
final class OwnArchitecture {
    private static final Map<Arch, Set<String>> PARTS = Map.of(
            Arch.X86_64, Set.of("X86", "HYPERV", "XEN", "SEV", "TDX", "VMX", "SMM", "IA64"),
            Arch.ARM64, Set.of("ARM", "ARM64", "VGIC"),
            Arch.ARM, Set.of("ARM"),
            Arch.PPC64, Set.of("PPC", "PAPR", "SPAPR", "HTAB", "XICS", "XIVE", "HPT", "OSI", "EPR", "FSL", "MPIC"),
            Arch.RISCV64, Set.of("RISCV", "SBI"),
            Arch.S390X, Set.of("S390", "FLIC"),
            Arch.MIPS64, Set.of("MIPS"),
            Arch.LOONGARCH64, Set.of("LOONGARCH"));

    private final Abi abi;

    OwnArchitecture(Abi abi) {
        this.abi = abi;
    }

    /** Whether a name is of this architecture, or of none. */
    boolean has(String name) {
        if (abi.otherArchitecture(name) != null) {
            return false;
        }
        Set<String> own = PARTS.getOrDefault(abi.arch(), Set.of());
        for (String part : name.split("_")) {
            if (!own.contains(part) && PARTS.values().stream().anyMatch(parts -> parts.contains(part))) {
                return false;
            }
        }
        return true;
    }
}
