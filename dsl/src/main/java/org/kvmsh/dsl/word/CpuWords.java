package org.kvmsh.dsl.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.config.ArchWord;

/** The word for what the vCPUs of a VM have. */
public interface CpuWords extends VmPart {
    @Word(
            value = "arm64: KVM_ARM_VCPU_INIT's target: (KVM_ARM_TARGET_ name; default: KVM's preferred"
                    + " target) and features: (KVM_ARM_VCPU_ names; no others are set). riscv64: sbi: SBI"
                    + " extensions (DBCN, SUSP, MPXY) to enable before the first run; KVM then forwards"
                    + " their calls to user space",
            example = "cpu features: ['PSCI_0_2', 'PMU_V3']",
            js = "v.cpu({features: ['PSCI_0_2', 'PMU_V3']})",
            named = {"target", "features", "sbi"},
            arch = {Arch.ARM64, Arch.ARM, Arch.RISCV64})
    default void cpu(Map<String, ?> arguments) {
        NamedArguments named = named("cpu", arguments);
        Object sbi = named.get("sbi");
        if (sbi != null) {
            config().said(new ArchWord("cpu sbi:", List.of(Arch.RISCV64), here()));
            config().sbi(sbi instanceof List<?> several ? several : List.of(sbi), here());
        }
        if (sbi == null || arguments.size() > 1) {
            config().said(new ArchWord("cpu target: or features:", List.of(Arch.ARM64, Arch.ARM), here()));
            config().arm().cpu(Arm64Words.cpu(named, false, here()));
        }
    }
}
