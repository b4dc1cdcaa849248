package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.RawCalls;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.spec.VmSpec;

/** Works out which calls a spec means on a board; what the board can't give is refused here, before anything is made. */
public final class Planner {
    private static final List<Lowering> COMMON = List.of(new Spapr(), new PowerpcVm(), new RealModeArea(), new GuestMemory(), new ArmVgic(), new Irqchip(), new Devices(), RawCalls::ofVm,
            ExitEnabling::ofVm);
    private static final List<Lowering> AFTER_VCPUS = List.of(ArmVgic::afterVcpus, ExitEnabling::ofVcpus);
    private static final Map<Arch, Processor> PROCESSORS = Map.of(Arch.X86_64, new X86(), Arch.ARM64, new Arm64(), Arch.PPC64, new Ppc64());
    private static final Processor NO_VCPUS = Planner::noVcpus;

    private Planner() { }

    public static Plan plan(VmSpec asked, HostFacts host) {
        return plan(asked, host, Strictness.PLANNER);
    }

    /** @param strictness who refuses what a kernel would refuse */
    public static Plan plan(VmSpec asked, HostFacts host, Strictness strictness) {
        VmSpec spec = Images.place(asked, host);
        List<Step> steps = new ArrayList<>();
        Processor processor = processor(host.arch());
        Families.check(spec, host);
        if (strictness == Strictness.PLANNER) {
            COMMON.forEach(part -> part.check(spec, host));
            processor.check(spec, host);
        }
        steps.add(new CreateVm(processor.vmType(spec, host), processor.whyVmType(spec, host), spec.site()));
        COMMON.forEach(part -> part.lower(spec, host, steps));
        processor.lower(spec, host, steps);
        AFTER_VCPUS.forEach(part -> part.lower(spec, host, steps));
        return new Plan(asked, steps);
    }

    static Processor processor(Arch arch) {
        return PROCESSORS.getOrDefault(arch, NO_VCPUS);
    }

    private static void noVcpus(VmSpec spec, HostFacts host, List<Step> steps) {
        spec.vcpus().forEach(vcpu -> Refusals.noVcpus(vcpu.site(), host));
    }
}
