package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.spec.ArmSpec;
import org.kvmsh.dsl.spec.HcallSpec;
import org.kvmsh.dsl.spec.PowerpcSpec;
import org.kvmsh.dsl.spec.Said;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VmSpec;
import org.kvmsh.dsl.spec.X86Spec;

/** Words that mean nothing on a board of another family of processors. */
final class Families {
    private final HostFacts host;

    private Families(HostFacts host) {
        this.host = host;
    }

    static void check(VmSpec spec, HostFacts host) {
        Families families = new Families(host);
        families.powerpc(spec.powerpc());
        families.arm(spec.arm());
        families.x86(spec.x86());
    }

    private void powerpc(PowerpcSpec asked) {
        powerpc("type", asked.type());
        powerpc("compat", asked.compat());
        powerpc("pvr", asked.pvr());
        powerpc("mmu", asked.mmu());
        powerpc("htab", asked.htab());
        powerpc("smt", asked.smt());
        if (asked.controller() != null) {
            powerpc(PowerpcVm.word(asked.controller()), asked.controller());
        }
        for (HcallSpec hcall : asked.hcalls()) {
            is("enableHcall", "powerpc", host.arch().isPowerpc(), hcall.site());
        }
    }

    private void powerpc(String word, Said<?> said) {
        is(word, "powerpc", host.arch().isPowerpc(), said == null ? null : said.site());
    }

    private void arm(ArmSpec asked) {
        is("ipa", "arm", host.arch().isArm(), asked.ipa() == null ? null : asked.ipa().site());
        is("cpu", "arm", host.arch().isArm(), asked.cpu() == null ? null : asked.cpu().site());
    }

    private void x86(X86Spec asked) {
        is("pit", "x86", host.arch().isX86(), asked.pit());
        is("splitIrqchip", "x86", host.arch().isX86(), asked.splitIrqchip() == null ? null : asked.splitIrqchip().site());
        is("cpuid", "x86", host.arch().isX86(), asked.cpuid());
        is("msrs", "x86", host.arch().isX86(), asked.msrs().isEmpty() ? null : asked.msrs().get(0).site());
    }

    private void is(String word, String family, boolean there, Site said) {
        if (said != null) {
            Refusals.needs(word, family, there, host, said);
        }
    }
}
