package org.kvmsh.dsl.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VcpuSpec;
import org.kvmsh.dsl.spec.VmSpec;

/**
 * vCPUs of an arm64 board. KVM_ARM_VCPU_INIT resets one to EL1 with interrupts masked and the MMU off (api.rst 4.82). A vCPU that the
 * script only names is left as KVM_CREATE_VCPU makes it, for those who call KVM_ARM_VCPU_INIT themselves.
 */
final class Arm64 implements Processor {
    @Override public void lower(VmSpec spec, HostFacts host, List<Step> steps) {
        for (VcpuSpec vcpu : spec.vcpus()) {
            RegisterSet registers = Processor.checked(vcpu, host);
            steps.add(new CreateVcpu(vcpu.id(), vcpu.site()));
            if (vcpu.isSetUp()) {
                steps.add(new InitVcpu(vcpu.id(), host.capability("KVM_CAP_ARM_PSCI_0_2") != 0, vcpu.site()));
                Map<String, Long> start = vcpu.start() == null ? Map.of() : Map.of("pc", Refusals.resetMode(vcpu.start(), host).address());
                Processor.setRegisters(vcpu, start, registers, steps);
            }
            RawCalls.ofVcpu(vcpu, host, steps);
        }
    }

    /**
     * The processor that KVM prefers on this board, with PSCI as guests of today call it (api.rst 4.83; psci.rst).
     *
     * @param psci whether the kernel has PSCI 0.2 and later
     */
    private record InitVcpu(int id, boolean psci, Site site) implements Step {
        @Override public String text() {
            return "KVM_ARM_VCPU_INIT of vCPU " + id + " as KVM_ARM_PREFERRED_TARGET" + (psci ? " with KVM_ARM_VCPU_PSCI_0_2" : "");
        }

        @Override public String why() {
            return "no vCPU runs or has registers before it (api.rst 4.82)" + (psci ? "; PSCI is how guests turn processors on and off" : "");
        }

        @Override public List<String> capabilities() {
            return psci ? List.of("KVM_CAP_ARM_PSCI_0_2") : List.of();
        }

        @Override public Set<String> answered() {
            return Set.of("target");
        }

        @Override public void perform(Bringup machine) {
            try (Argument init = Argument.of(machine.kernel(), "kvm_vcpu_init")) {
                machine.vm().ioctl("KVM_ARM_PREFERRED_TARGET", init).get();
                if (psci) {
                    long feature = machine.kernel().abi().constant("KVM_ARM_VCPU_PSCI_0_2");
                    String word = "features[" + feature / Integer.SIZE + "]";
                    init.set(word, init.get(word) | 1L << feature % Integer.SIZE);
                }
                machine.vcpus().get(id).ioctl("KVM_ARM_VCPU_INIT", init).get();
            }
        }
    }
}
