package org.kvmsh.dsl.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.script.Site;

/**
 * The x86 part of a VM's config; null for what the script does not set.
 *
 * @param pit position of the request for the timer
 * @param splitIrqchip the number of interrupts of user space's I/O APIC
 * @param cpuid position of the request for the board's own CPUID
 * @param entries entries of CPUID that differ from the board's
 * @param msrs model-specific registers in the script's order
 */
public record X86Config(
        Site pit, Located<Integer> splitIrqchip, Site cpuid, List<CpuidConfig> entries, List<MsrConfig> msrs) {
    public X86Config {
        entries = List.copyOf(entries);
        msrs = List.copyOf(msrs);
    }

    /** One entry of CPUID, fields of kvm_cpuid_entry2 by their names. */
    public record CpuidConfig(Map<String, Long> fields, Site site) {
        public CpuidConfig {
            fields = Map.copyOf(fields);
        }
    }

    /** A model-specific register, by its name or its number in hex, and its value. */
    public record MsrConfig(String register, long value, Site site) {}

    /** Gathers it word by word. */
    public static final class Builder {
        private Site pit;
        private Located<Integer> splitIrqchip;
        private Site cpuid;
        private final List<CpuidConfig> entries = new ArrayList<>();
        private final List<MsrConfig> msrs = new ArrayList<>();

        public void pit(Site at) {
            VmConfig.once(pit, "pit", at);
            pit = at;
        }

        public void splitIrqchip(int pins, Site at) {
            splitIrqchip = Located.once(splitIrqchip, "splitIrqchip", pins, at);
        }

        public void cpuid(Site at) {
            cpuid = at;
        }

        public void cpuid(CpuidConfig entry) {
            cpuid = cpuid == null ? entry.site() : cpuid;
            entries.add(entry);
        }

        public void msr(MsrConfig asked) {
            for (MsrConfig other : msrs) {
                VmConfig.once(other.register().equals(asked.register()) ? other : null, asked.register(), asked.site());
            }
            msrs.add(asked);
        }

        X86Config build() {
            return new X86Config(pit, splitIrqchip, cpuid, entries, msrs);
        }
    }
}
