package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.arch.ExceptionVectors;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.call.IoctlByName;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.CreateVcpu;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.RawCalls;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.script.Site;

/**
 * vCPUs of an arm64 board. KVM_ARM_VCPU_INIT resets one to EL1 with interrupts masked and the MMU off (api.rst 4.82). A
 * vCPU that the script only names, without a block, is left uninitialized, for scripts that call KVM_ARM_VCPU_INIT
 * themselves.
 */
final class Arm64Vcpus implements Lowering {
    /** The number of address bits of VM type 0 (api.rst 4.2). */
    static final int USUAL_ADDRESS_BITS = 40;

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        Arm64Features features = config.arm().cpu() == null
                ? null
                : Arm64Features.of(config.arm().cpu(), host.abi());
        List<String> usual = host.capability("KVM_CAP_ARM_PSCI_0_2") != 0 ? List.of("PSCI_0_2") : List.of();
        ExceptionVectors vectors = ExceptionVectors.of(config, site -> Arm64Vectors.place(config, site), steps);
        for (VcpuConfig vcpu : config.vcpus()) {
            RegisterNames registers = Planning.checked(vcpu, host);
            steps.add(new CreateVcpu(vcpu.id(), vcpu.site()));
            Arm64Features own =
                    vcpu.cpu() == null ? features : Arm64Features.of(vcpu.cpu(), features, usual, host.abi());
            if (own != null) {
                steps.add(new InitArm64Vcpu(vcpu.id(), own.target(), own.names(), "cpu: ", own.site()));
            } else if (vcpu.isSetUp() || vcpu.described() && !initializes(vcpu, host.abi())) {
                steps.add(new InitArm64Vcpu(vcpu.id(), null, usual, "", vcpu.site()));
            }
            if (own != null && own.names().contains("SVE")) {
                steps.add(new FinalizeSve(vcpu.id(), own.site()));
            }
            if (vcpu.isSetUp()) {
                Planning.setRegisters(vcpu, ExceptionVectors.start(vcpu, host, vectors, "vbar_el1"), registers, steps);
            }
            RawCalls.ofVcpu(vcpu, host, steps);
        }
    }

    private static boolean initializes(VcpuConfig vcpu, Abi abi) {
        return vcpu.calls().stream()
                .anyMatch(call -> IoctlByName.isNamed("KVM_ARM_VCPU_INIT", abi, FdKind.VCPU, call.ioctl()));
    }

    /** The length of SVE's vectors may be chosen until then (api.rst 4.119). */
    private record FinalizeSve(int id, Site site) implements Step {
        @Override
        public String text() {
            return "KVM_ARM_VCPU_FINALIZE of vCPU " + id + ": KVM_ARM_VCPU_SVE";
        }

        @Override
        public String why() {
            return "before this call, a vCPU with SVE has no vector registers and cannot run (api.rst 4.119)";
        }

        @Override
        public void perform(Bringup machine) {
            try (Argument feature = Argument.of(machine.kernel(), Struct.scalar("s32"), 0)) {
                machine.vcpus()
                        .get(id)
                        .ioctl(
                                "KVM_ARM_VCPU_FINALIZE",
                                feature.set("value", machine.kernel().abi().constant("KVM_ARM_VCPU_SVE")))
                        .get();
            }
        }
    }
}
