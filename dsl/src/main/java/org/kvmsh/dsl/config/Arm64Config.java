package org.kvmsh.dsl.config;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.script.Site;

/**
 * The ARM part of a VM's config; null for what the script does not set.
 *
 * @param ipa how many bits the guest's physical addresses have
 * @param vgics the interrupt controller; a second one is the kernel's to refuse
 */
public record Arm64Config(Located<Integer> ipa, List<VgicConfig> vgics, CpuConfig cpu) {
    public Arm64Config {
        vgics = List.copyOf(vgics);
    }

    /** The interrupt controller, or null. */
    public VgicConfig vgic() {
        return vgics.isEmpty() ? null : vgics.get(0);
    }

    /** Gathers it word by word. */
    public static final class Builder {
        private Located<Integer> ipa;
        private CpuConfig cpu;
        private final List<VgicConfig> vgics = new ArrayList<>();

        public void ipa(int bits, Site at) {
            ipa = Located.once(ipa, "ipa", bits, at);
        }

        public void vgic(VgicConfig asked) {
            vgics.add(asked);
        }

        public void cpu(CpuConfig asked) {
            VmConfig.once(cpu, "cpu", asked.site());
            cpu = asked;
        }

        Arm64Config build() {
            return new Arm64Config(ipa, vgics, cpu);
        }
    }
}
