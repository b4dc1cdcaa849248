package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.CreateIrqchip;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;

/** The interrupt controllers of KVM_CREATE_IRQCHIP (api.rst 4.24). */
final class Irqchip implements Lowering {
    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        if (config.irqchip() == null) {
            return;
        }
        Planning planning = Architecture.of(host.abi()).planning();
        boolean none = planning.irqchip() == null && !host.hasIoctl("KVM_SET_DEVICE_ADDRESS");
        if (none || host.capability("KVM_CAP_IRQCHIP") == 0) {
            throw new ScriptError(
                    config.irqchip(),
                    planning.irqchip() == null
                            ? "irqchip (KVM_CREATE_IRQCHIP) needs an x86 or arm64 board; board " + host.boardName()
                                    + " is " + host.arch()
                            : "irqchip needs KVM_CAP_IRQCHIP, which board " + host.boardName() + " does not support",
                    planning.insteadOfIrqchip());
        }
        if (config.arm().vgic() == null) {
            steps.add(new CreateIrqchip(
                    planning.irqchip() == null ? CreateIrqchip.GIC_V2 : planning.irqchip(), config.irqchip()));
        }
    }
}
