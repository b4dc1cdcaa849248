package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.plan.step.CreateIrqchip;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;

/** The part of a plan that is specific to ARM, of 32 bits and of 64. */
class ArmPlanning implements Planning {
    @Override
    public String irqchip() {
        return CreateIrqchip.GIC_V2;
    }

    @Override
    public String suited(String example, HostFacts host) {
        return Planning.unlikeX86(example).replace("gsi: 4", "spi: 32");
    }

    @Override
    public List<Lowering> afterVcpus() {
        return List.of(Vgic::afterVcpus);
    }
}
