package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/**
 * KVM_ARM_VCPU_INIT (api.rst 4.82).
 *
 * @param target null for the processor that KVM prefers on this board (api.rst 4.83)
 * @param features constants without KVM_ARM_VCPU_
 * @param because the script's setting; empty for the default
 */
record InitArm64Vcpu(int id, Long target, List<String> features, String because, Site site) implements Step {
    @Override
    public String text() {
        return "KVM_ARM_VCPU_INIT of vCPU " + id + " as "
                + (target == null ? "KVM_ARM_PREFERRED_TARGET" : "target " + Bits64.hex(target))
                + (features.isEmpty()
                        ? ""
                        : " with "
                                + features.stream()
                                        .map(feature -> Arm64Features.PREFIX + feature)
                                        .collect(Collectors.joining(" ")));
    }

    @Override
    public String why() {
        return because
                + "before this call, a vCPU cannot run and its registers cannot be read or written (api.rst 4.82)"
                + (features.contains("PSCI_0_2") ? "; guests use PSCI to turn CPUs on and off" : "");
    }

    @Override
    public List<String> capabilities() {
        return features.stream()
                .map(Arm64Features::capability)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    @Override
    public Set<String> answered() {
        return target == null ? Set.of("target") : Set.of();
    }

    @Override
    public void perform(Bringup machine) {
        try (Argument init = Argument.of(machine.kernel(), "kvm_vcpu_init")) {
            if (target == null) {
                machine.vm().ioctl("KVM_ARM_PREFERRED_TARGET", init).get();
            } else {
                init.set("target", target);
            }
            for (String name : features) {
                long feature = machine.kernel().abi().constant(Arm64Features.PREFIX + name);
                String word = "features[" + feature / Integer.SIZE + "]";
                init.set(word, init.get(word) | 1L << feature % Integer.SIZE);
            }
            machine.vcpus().get(id).ioctl("KVM_ARM_VCPU_INIT", init).get();
        }
    }
}
