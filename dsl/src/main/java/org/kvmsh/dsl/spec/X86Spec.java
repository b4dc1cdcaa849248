package org.kvmsh.dsl.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What of a VM is x86's; null is what the script does not name.
 *
 * @param pit          where the timer was asked for
 * @param splitIrqchip how many interrupts the I/O APIC of user space has
 * @param cpuid        where the board's own CPUID was asked for
 * @param entries      what of CPUID is another than the board's
 * @param msrs         model-specific registers in the script's order
 */
public record X86Spec(Site pit, Said<Integer> splitIrqchip, Site cpuid, List<CpuidSpec> entries, List<MsrSpec> msrs) {
    public X86Spec {
        entries = List.copyOf(entries);
        msrs = List.copyOf(msrs);
    }

    /** One entry of CPUID, fields of kvm_cpuid_entry2 by their names. */
    public record CpuidSpec(Map<String, Long> fields, Site site) {
        public CpuidSpec {
            fields = Map.copyOf(fields);
        }
    }

    /** A model-specific register, by its name or its number in hex, and its value. */
    public record MsrSpec(String register, long value, Site site) { }

    /** Gathers it word by word. */
    public static final class Builder {
        private Site pit;
        private Said<Integer> splitIrqchip;
        private Site cpuid;
        private final List<CpuidSpec> entries = new ArrayList<>();
        private final List<MsrSpec> msrs = new ArrayList<>();

        public void pit(Site at) {
            VmSpec.once(pit, "pit", at);
            pit = at;
        }

        public void splitIrqchip(int pins, Site at) {
            splitIrqchip = Said.once(splitIrqchip, "splitIrqchip", pins, at);
        }

        public void cpuid(Site at) {
            cpuid = at;
        }

        public void cpuid(CpuidSpec entry) {
            cpuid = cpuid == null ? entry.site() : cpuid;
            entries.add(entry);
        }

        public void msr(MsrSpec asked) {
            for (MsrSpec other : msrs) {
                VmSpec.once(other.register().equals(asked.register()) ? other : null, asked.register(), asked.site());
            }
            msrs.add(asked);
        }

        X86Spec build() {
            return new X86Spec(pit, splitIrqchip, cpuid, entries, msrs);
        }
    }
}
