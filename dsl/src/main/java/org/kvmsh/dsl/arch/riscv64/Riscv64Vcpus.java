package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import org.kvmsh.dsl.arch.ExceptionVectors;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.CreateVcpu;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.MakeRunnable;
import org.kvmsh.dsl.plan.step.RawCalls;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.register.RegisterNames;

/**
 * vCPUs of a riscv64 board. KVM_CREATE_VCPU resets one to supervisor mode with the MMU off. All but the first one are
 * stopped until the guest starts them through SBI's HSM (arch/riscv/kvm/vcpu.c, kvm_arch_vcpu_postcreate); one with a
 * start in the script is made runnable.
 */
final class Riscv64Vcpus implements Lowering {
    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        boolean first = true;
        ExceptionVectors vectors = ExceptionVectors.of(config, site -> Riscv64Vectors.place(config, site), steps);
        for (VcpuConfig vcpu : config.vcpus()) {
            RegisterNames registers = Planning.checked(vcpu, host);
            steps.add(new CreateVcpu(vcpu.id(), vcpu.site()));
            if (vcpu.isSetUp()) {
                Planning.setRegisters(vcpu, ExceptionVectors.start(vcpu, host, vectors, "stvec"), registers, steps);
            }
            // Of vCPUs that are added later the first one is not the VM's first.
            if (vcpu.start() != null && (!first || vcpu.id() != 0)) {
                steps.add(new MakeRunnable(
                        vcpu.id(),
                        "start: every vCPU except the first stays stopped until the guest starts it through SBI HSM"
                                + " (arch/riscv/kvm/vcpu.c)",
                        vcpu.site()));
            }
            RawCalls.ofVcpu(vcpu, host, steps);
            first = false;
        }
    }
}
