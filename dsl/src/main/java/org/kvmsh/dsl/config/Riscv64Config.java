package org.kvmsh.dsl.config;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.script.Site;

/**
 * The riscv64 part of a VM's config.
 *
 * @param sbi SBI extensions to switch on: names, or ids as numbers
 * @param aia the interrupt controller; null if the script does not ask for one
 */
public record Riscv64Config(List<Located<Object>> sbi, AiaConfig aia) {
    public Riscv64Config {
        sbi = List.copyOf(sbi);
    }

    /**
     * The interrupt controller, with null for what the script does not set.
     *
     * @param imsic where the first vCPU's IMSIC is; the others' follow it, a page each
     * @param aplic where the APLIC is
     * @param sources how many interrupt lines the APLIC has
     * @param ids the highest interrupt number of an IMSIC
     * @param mode EMUL, HWACCEL or AUTO
     */
    public record AiaConfig(long imsic, Long aplic, Long sources, Long ids, String mode, Site site) {}

    /** This and what was added to the machine afterwards. */
    Riscv64Config and(Riscv64Config added) {
        return new Riscv64Config(AppendedList.of(sbi, added.sbi), aia);
    }

    /** Gathers it word by word. */
    public static final class Builder {
        private final List<Located<Object>> sbi = new ArrayList<>();
        private AiaConfig aia;

        public void sbi(Object extension, Site at) {
            sbi.add(new Located<>(extension, at));
        }

        public void aia(AiaConfig asked) {
            VmConfig.once(aia, "aia", asked.site());
            aia = asked;
        }

        Riscv64Config build() {
            return new Riscv64Config(sbi, aia);
        }
    }
}
