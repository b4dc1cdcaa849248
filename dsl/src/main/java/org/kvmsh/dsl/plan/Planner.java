package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.VcpuSpec;
import org.kvmsh.dsl.spec.VmSpec;

/** Works out which calls a spec means on a board; what the board can't give is refused here, before anything is made. */
public final class Planner {
    private static final List<Lowering> COMMON = List.of(new Spapr(), new GuestMemory(), new ArmVgic(), RawCalls::ofVm);

    private Planner() { }

    public static Plan plan(VmSpec spec, HostFacts host) {
        List<Step> steps = new ArrayList<>();
        steps.add(new CreateVm(0, spec.site()));
        COMMON.forEach(part -> part.lower(spec, host, steps));
        vcpus(host.arch()).lower(spec, host, steps);
        return new Plan(spec, steps);
    }

    private static Lowering vcpus(Arch arch) {
        return arch == Arch.X86_64 ? new X86() : Planner::noVcpus;
    }

    private static void noVcpus(VmSpec spec, HostFacts host, List<Step> steps) {
        for (VcpuSpec vcpu : spec.vcpus()) {
            throw new ScriptError(vcpu.site(), "this board, " + host.boardName() + ", has no vCPUs: it answers the calls that set a VM up",
                    "boards at hand: " + host.boardsAtHand());
        }
    }
}
