package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.GuestPlace;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Step;

/** The part of a plan that is specific to riscv64. */
final class Riscv64Planning implements Planning {
    @Override
    public String insteadOfIrqchip() {
        return "try: aia imsic: 0x28000000";
    }

    @Override
    public String suited(String example, HostFacts host) {
        return Planning.unlikeX86(example);
    }

    @Override
    public List<Lowering> afterIrqchip() {
        return List.of(new Aia());
    }

    @Override
    public Lowering vcpus() {
        return new Riscv64Vcpus();
    }

    @Override
    public void checkAdded(VmConfig before, VmConfig added) {
        Aia.checkAdded(before, added);
    }

    @Override
    public List<Lowering> afterVcpus() {
        return List.of(SbiHandlers::enable, Aia::afterVcpus);
    }

    @Override
    public void enableExits(List<HandlerConfig> handlers, HostFacts host, List<Step> steps) {
        handlers.stream().filter(handler -> handler.kind() == KeyedExit.SBI).forEach(SbiHandlers::check);
    }

    @Override
    public GuestPlace guest(Abi abi) {
        return GuestPlace.above(CodeMode.RISCV64, 0x80000000L, "a0");
    }
}
