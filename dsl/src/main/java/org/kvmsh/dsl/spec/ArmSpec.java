package org.kvmsh.dsl.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * What of a VM is ARM's; null is what the script does not name.
 *
 * @param ipa   how many bits the guest's physical addresses have
 * @param vgics the interrupt controller; a second one is the kernel's to refuse
 */
public record ArmSpec(Said<Integer> ipa, List<VgicSpec> vgics, CpuSpec cpu) {
    public ArmSpec {
        vgics = List.copyOf(vgics);
    }

    /** The interrupt controller; null where there is none. */
    public VgicSpec vgic() {
        return vgics.isEmpty() ? null : vgics.get(0);
    }

    /** Gathers it word by word. */
    public static final class Builder {
        private Said<Integer> ipa;
        private CpuSpec cpu;
        private final List<VgicSpec> vgics = new ArrayList<>();

        public void ipa(int bits, Site at) {
            ipa = Said.once(ipa, "ipa", bits, at);
        }

        public void vgic(VgicSpec asked) {
            vgics.add(asked);
        }

        public void cpu(CpuSpec asked) {
            VmSpec.once(cpu, "cpu", asked.site());
            cpu = asked;
        }

        ArmSpec build() {
            return new ArmSpec(ipa, vgics, cpu);
        }
    }
}
