package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.spec.HandlerSpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VmSpec;

/** What of a plan is powerpc's. */
final class Ppc64Planning implements Planning {
    @Override public long vmType(VmSpec spec, HostFacts host) {
        return Spapr.isProposal(spec.powerpc(), host) ? 0 : Ppc64Mode.of(spec.powerpc(), host).argument(host);
    }

    @Override public String whyVmType(VmSpec spec, HostFacts host) {
        return Spapr.isProposal(spec.powerpc(), host) ? "" : Ppc64Mode.of(spec.powerpc(), host).toString();
    }

    @Override public List<Lowering> beforeMemory() {
        return List.of(new Spapr(), new Ppc64Vm(), new RealModeArea());
    }

    @Override public String insteadOfIrqchip() {
        return "try: xics";
    }

    @Override public Lowering vcpus() {
        return new Ppc64Vcpus();
    }

    @Override public void checkExit(HandlerSpec.Kind kind, String what, Site site, HostFacts host) {
        if (kind == HandlerSpec.Kind.SYSTEM) {
            throw new ScriptError(site, what + " would never be called: KVM has no system events on " + host.arch() + ", and this board is " + host.boardName());
        }
    }
}
