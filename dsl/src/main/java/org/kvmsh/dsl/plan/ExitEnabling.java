package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.spec.HandlerSpec;
import org.kvmsh.dsl.spec.HandlerSpec.Kind;
import org.kvmsh.dsl.spec.ReadyDeviceSpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VmSpec;

/** What has to be asked of KVM so that the exits of a script's handlers come at all; a handler whose exit can't come is refused. */
final class ExitEnabling {
    private ExitEnabling() { }

    /** Before the first vCPU. */
    static void ofVm(VmSpec spec, HostFacts host, List<Step> steps) {
        spec.handlers().forEach(handler -> check(handler.kind(), "on(" + handler.kind().key() + ":)", handler.site(), host));
        for (ReadyDeviceSpec device : spec.ready()) {
            check(device.kind(), "this device", device.site(), host);
        }
        X86MsrExits.lower(of(Kind.MSR, spec), host, steps);
        for (HandlerSpec handler : of(Kind.HCALL, spec)) {
            if (host.arch() == Arch.X86_64) {
                X86Hypercalls.lower(handler, host, steps);
            } else if (host.arch() == Arch.ARM64) {
                ArmHypercalls.lower(handler, host, steps);
            }
        }
    }

    /** When all vCPUs are there. */
    static void ofVcpus(VmSpec spec, HostFacts host, List<Step> steps) {
        List<HandlerSpec> handlers = of(Kind.DEBUG, spec);
        if (!handlers.isEmpty()) {
            long vmType = steps.stream().filter(CreateVm.class::isInstance).mapToLong(step -> ((CreateVm) step).type()).findFirst().orElse(0);
            spec.vcpus().forEach(vcpu -> DebugVcpu.lower(vcpu.id(), handlers, vmType, host, steps));
        }
    }

    private static List<HandlerSpec> of(Kind kind, VmSpec spec) {
        return spec.handlers().stream().filter(handler -> handler.kind() == kind).toList();
    }

    /** Which architectures have such an exit. */
    private static void check(Kind kind, String what, Site site, HostFacts host) {
        switch (kind) {
            case IO -> Refusals.needs(what, "x86", host.arch() == Arch.X86_64, host, site);
            case MSR -> Refusals.needs(what, "x86", host.arch() == Arch.X86_64, host, site);
            case SYSTEM -> checkSystem(what, site, host);
            default -> { }
        }
    }

    private static void checkSystem(String what, Site site, HostFacts host) {
        if (host.arch() == Arch.PPC64 || host.arch() == Arch.S390X) {
            throw new ScriptError(site, what + " would never be called: KVM has no system events on " + host.arch() + ", and this board is " + host.boardName());
        }
        if (host.arch() == Arch.ARM64) {
            needs(what, "KVM_CAP_ARM_PSCI_0_2", site, host);
        }
    }

    static void needs(String what, String capability, Site site, HostFacts host) {
        if (!host.abi().hasConstant(capability) || host.capability(capability) == 0) {
            throw new ScriptError(site, what + " would never be called: it needs " + capability + ", and this board, " + host.boardName() + ", has it not");
        }
    }
}
