package org.kvmsh.dsl.arch.x86;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.config.X86Config;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.EnableCap;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The interrupt controllers besides KVM_CREATE_IRQCHIP's, and its timer. Sources: api.rst 4.71 and 7.5. */
final class X86Irqchip implements Lowering {
    @Override
    public void check(VmConfig config, HostFacts host) {
        X86Config x86 = config.x86();
        // Kernels before 6.18 accept it, but the timer's interrupt is lost, so no rule refuses it.
        if (x86.pit() != null && config.irqchip() == null) {
            throw new ScriptError(
                    x86.pit(),
                    "pit needs irqchip: the timer's interrupt goes to the in-kernel PIC (api.rst 4.71)",
                    "try: irqchip; pit");
        }
        if (x86.splitIrqchip() != null) {
            checkCapability(
                    "splitIrqchip",
                    "KVM_CAP_SPLIT_IRQCHIP",
                    host,
                    x86.splitIrqchip().site());
        }
        if (x86.pit() != null) {
            checkCapability("pit", "KVM_CAP_PIT2", host, x86.pit());
        }
    }

    private static void checkCapability(String word, String capability, HostFacts host, Site site) {
        if (host.capability(capability) == 0) {
            throw new ScriptError(site, "board " + host.boardName() + " has no " + word + ": " + capability + " is 0");
        }
    }

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        X86Config x86 = config.x86();
        if (x86.splitIrqchip() != null) {
            steps.add(new EnableCap(
                    null,
                    "KVM_CAP_SPLIT_IRQCHIP",
                    null,
                    List.of((long) x86.splitIrqchip().value()),
                    "splitIrqchip: in-kernel local APICs, and a user-space I/O APIC with this number of pins; must"
                            + " come before the vCPUs (api.rst 7.5)",
                    x86.splitIrqchip().site()));
        }
        if (x86.pit() != null) {
            steps.add(new CreatePit(x86.pit()));
        }
    }

    private record CreatePit(Site site) implements Step {
        @Override
        public String text() {
            return "KVM_CREATE_PIT2";
        }

        @Override
        public String why() {
            return "pit: an 8254 timer, wired to IRQ 0 of the irqchip (api.rst 4.71)";
        }

        @Override
        public void perform(Bringup machine) {
            try (Argument config = Argument.of(machine.kernel(), "kvm_pit_config")) {
                machine.vm().ioctl("KVM_CREATE_PIT2", config).get();
            }
        }
    }
}
