package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.config.Arm64Config;
import org.kvmsh.dsl.config.HcallConfig;
import org.kvmsh.dsl.config.Located;
import org.kvmsh.dsl.config.Ppc64Config;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.config.X86Config;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.script.Site;

/** Words that mean nothing on a board of another family of processors. */
final class Families {
    private static final List<Arch> POWERPC = List.of(Arch.PPC64);
    private static final List<Arch> ARM = List.of(Arch.ARM64, Arch.ARM);
    private static final List<Arch> X86 = List.of(Arch.X86_64);

    private final HostFacts host;

    private Families(HostFacts host) {
        this.host = host;
    }

    static void check(VmConfig spec, HostFacts host) {
        Families families = new Families(host);
        families.powerpc(spec.powerpc());
        families.arm(spec.arm());
        families.x86(spec.x86());
    }

    private void powerpc(Ppc64Config asked) {
        if (asked.platform() != null) {
            is("platform " + asked.platform().platform(), POWERPC, asked.platform().site());
        }
        is("rma", POWERPC, asked.rma() == null ? null : asked.rma().site());
        powerpc("type", asked.type());
        powerpc("compat", asked.compat());
        powerpc("pvr", asked.pvr());
        powerpc("mmu", asked.mmu());
        powerpc("htab", asked.htab());
        powerpc("smt", asked.smt());
        if (asked.controller() != null) {
            powerpc(asked.controller().value().endsWith("XICS") ? "xics" : "xive", asked.controller());
        }
        for (HcallConfig hcall : asked.hcalls()) {
            is("enableHcall", POWERPC, hcall.site());
        }
    }

    private void powerpc(String word, Located<?> said) {
        is(word, POWERPC, said == null ? null : said.site());
    }

    private void arm(Arm64Config asked) {
        is("ipa", ARM, asked.ipa() == null ? null : asked.ipa().site());
        is("cpu", ARM, asked.cpu() == null ? null : asked.cpu().site());
    }

    private void x86(X86Config asked) {
        is("pit", X86, asked.pit());
        is("splitIrqchip", X86, asked.splitIrqchip() == null ? null : asked.splitIrqchip().site());
        is("cpuid", X86, asked.cpuid());
        is("msrs", X86, asked.msrs().isEmpty() ? null : asked.msrs().get(0).site());
    }

    private void is(String word, List<Arch> of, Site said) {
        if (said != null) {
            Refusals.needs(word, of, host, said);
        }
    }
}
