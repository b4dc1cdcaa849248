package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.state.VmState;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.RawCalls;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;

/**
 * Determines the calls that a config needs on a board; what the board does not support is refused here, before anything
 * is created.
 */
public final class Planner {
    private Planner() {}

    public static Plan plan(VmConfig asked, HostFacts host) {
        return plan(asked, host, Strictness.PLANNER);
    }

    /** @param strictness who refuses what a kernel would refuse */
    public static Plan plan(VmConfig asked, HostFacts host, Strictness strictness) {
        VmConfig config = Images.place(withGuest(asked, host), host);
        for (Architecture each : Architecture.all()) {
            config = each.planning().withDevices(config, host);
        }
        return steps(config, asked, host, strictness);
    }

    private static VmConfig withGuest(VmConfig asked, HostFacts host) {
        LoadConfig guest = null;
        for (LoadConfig load : asked.loads()) {
            if (load.image().isGuest()) {
                if (guest != null) {
                    throw new ScriptError(load.site(), "guest is given twice");
                }
                guest = load;
            }
        }
        return guest == null ? asked : Guests.place(asked, guest, host);
    }

    private static Plan steps(VmConfig config, VmConfig asked, HostFacts host, Strictness strictness) {
        List<Step> steps = new ArrayList<>();
        Planning own = Architecture.of(host.abi()).planning();
        List<Lowering> parts = beforeVcpus(own, config);
        Lowering vcpus = own.vcpus();
        WholeSetUp.check(config, asked, host);
        List<ScriptError> unchecked = new ArrayList<>();
        if (strictness != Strictness.KERNEL) {
            Stream.concat(parts.stream(), Stream.of(vcpus))
                    .forEach(part -> check(() -> part.check(config, host), strictness, unchecked));
        }
        steps.add(new CreateVm(own.vmType(config, host), own.whyVmType(config, host), own.vmTypeSite(config)));
        parts.forEach(part -> part.lower(config, host, steps));
        vcpus.lower(config, host, steps);
        own.afterVcpus().forEach(part -> part.lower(config, host, steps));
        ExitEnabling.ofVcpus(config, steps, host, steps);
        if (strictness == Strictness.PLANNER) {
            DryRun.check(steps, host);
        }
        return new Plan(config, steps, unchecked);
    }

    /**
     * Determines the calls for an addition to a live machine; an invalid one is refused before anything is created.
     *
     * @param before the machine's configuration
     * @param said what is added
     * @param made the steps that created it
     * @param slots its current memslots, by number
     */
    public static Plan adding(
            VmConfig before,
            VmConfig said,
            List<Step> made,
            Map<Long, VmState.Slot> slots,
            HostFacts host,
            Strictness strictness) {
        VmConfig added = Images.place(said, host);
        VmConfig whole = before.and(added);
        Planning own = Architecture.of(host.abi()).planning();
        WholeSetUp.check(added, before.and(said), host);
        List<ScriptError> unchecked = new ArrayList<>();
        if (strictness != Strictness.KERNEL) {
            check(() -> own.checkAdded(before, added), strictness, unchecked);
            Stream.concat(beforeVcpus(own, whole).stream(), Stream.of(own.vcpus()))
                    .forEach(part -> check(() -> part.check(whole, host), strictness, unchecked));
        }
        List<Step> steps = new ArrayList<>();
        new GuestMemory().lower(added, host, steps);
        new Irqchip().lower(added, host, steps);
        new Devices(before.devices().size()).lower(added, host, steps);
        List<Step> ofAll = new ArrayList<>();
        if (!added.handlers().isEmpty() || !added.ready().isEmpty()) {
            ExitEnabling.ofVm(whole, host, ofAll);
        }
        if (!added.vcpus().isEmpty()) {
            // The memory that was there first comes last: that is where the planner has put page tables before.
            VmConfig vcpus = whole.withVcpus(added.vcpus())
                    .withMemory(Stream.concat(added.memory().stream(), before.memory().stream())
                            .toList());
            own.vcpus().lower(vcpus, host, ofAll);
            own.afterVcpus().forEach(part -> part.lower(vcpus, host, ofAll));
        } else if (!added.handlers().isEmpty()
                || !added.ready().isEmpty()
                || !added.archWords().isEmpty()) {
            own.afterVcpus().forEach(part -> part.lower(whole, host, ofAll));
        }
        boolean debugs = added.handlers().stream().anyMatch(handler -> handler.kind() == KeyedExit.DEBUG);
        ExitEnabling.ofVcpus(debugs ? whole : whole.withVcpus(added.vcpus()), made, host, ofAll);
        // What is a VM's as a whole is done already.
        ofAll.stream().filter(step -> !made.contains(step)).forEach(steps::add);
        // A single call is refused by the kernel before anything is created too.
        if (strictness == Strictness.PLANNER && steps.size() > 1) {
            DryRun.check(made, slots, steps, host);
        }
        return new Plan(added, steps, unchecked);
    }

    private static void check(Runnable part, Strictness strictness, List<ScriptError> unchecked) {
        try {
            part.run();
        } catch (ScriptError e) {
            if (strictness == Strictness.PLANNER) {
                throw e;
            }
            unchecked.add(e);
        }
    }

    private static List<Lowering> beforeVcpus(Planning own, VmConfig config) {
        List<Lowering> parts = new ArrayList<>(own.beforeMemory());
        parts.add(new GuestMemory());
        Architecture.all().forEach(each -> parts.addAll(each.planning().anywhere(config)));
        parts.add(new Irqchip());
        parts.addAll(own.afterIrqchip());
        parts.addAll(List.<Lowering>of(new Devices(0), new Rings(), RawCalls::ofVm, ExitEnabling::ofVm));
        return parts;
    }
}
