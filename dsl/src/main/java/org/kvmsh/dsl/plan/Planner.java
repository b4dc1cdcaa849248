package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.RawCalls;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;

/** Works out which calls a configuration means on a board; what the board can't give is refused here, before anything is made. */
public final class Planner {
    private Planner() { }

    public static Plan plan(VmConfig asked, HostFacts host) {
        return plan(asked, host, Strictness.PLANNER);
    }

    /** @param strictness who refuses what a kernel would refuse */
    public static Plan plan(VmConfig asked, HostFacts host, Strictness strictness) {
        VmConfig config = Images.place(asked, host);
        List<Step> steps = new ArrayList<>();
        Planning own = Architecture.of(host.abi()).planning();
        List<Lowering> parts = beforeVcpus(own);
        Lowering vcpus = own.vcpus();
        config.archWords().forEach(word -> Refusals.needs(word.text(), word.of(), host, word.site()));
        List<ScriptError> unchecked = new ArrayList<>();
        if (strictness != Strictness.KERNEL) {
            Stream.concat(parts.stream(), Stream.of(vcpus)).forEach(part -> check(part, config, host, strictness, unchecked));
        }
        steps.add(new CreateVm(own.vmType(config, host), own.whyVmType(config, host), own.vmTypeSite(config)));
        parts.forEach(part -> part.lower(config, host, steps));
        vcpus.lower(config, host, steps);
        own.afterVcpus().forEach(part -> part.lower(config, host, steps));
        ExitEnabling.ofVcpus(config, host, steps);
        if (strictness == Strictness.PLANNER) {
            DryRun.check(steps, host);
        }
        return new Plan(asked, steps, unchecked);
    }

    private static void check(Lowering part, VmConfig config, HostFacts host, Strictness strictness, List<ScriptError> unchecked) {
        try {
            part.check(config, host);
        } catch (ScriptError e) {
            if (strictness == Strictness.PLANNER) {
                throw e;
            }
            unchecked.add(e);
        }
    }

    private static List<Lowering> beforeVcpus(Planning own) {
        List<Lowering> parts = new ArrayList<>(own.beforeMemory());
        parts.add(new GuestMemory());
        Architecture.all().forEach(each -> parts.addAll(each.planning().anywhere()));
        parts.add(new Irqchip());
        parts.addAll(own.afterIrqchip());
        parts.addAll(List.<Lowering>of(new Devices(), new Rings(), RawCalls::ofVm, ExitEnabling::ofVm));
        return parts;
    }
}
