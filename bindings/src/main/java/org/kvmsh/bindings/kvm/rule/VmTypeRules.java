package org.kvmsh.bindings.kvm.rule;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;

/** KVM_CREATE_VM. Sources: api.rst 4.2; arch/x86/kvm/x86.c; arch/arm64/kvm/arm.c; arch/powerpc/kvm/powerpc.c. */
final class VmTypeRules implements CallRules {
    private static final long IPA_MASK = 0xff;
    private static final int LEAST_IPA = 32;

    @Override public List<String> broken(Refused refused) {
        long type = refused.value();
        if (!refused.is("EINVAL")) {
            return List.of();
        } else if (refused.abi().arch() == Arch.ARM64) {
            return arm64(refused, type);
        } else if (refused.isX86()) {
            int known = Math.max(1, refused.facts().capability("KVM_CAP_VM_TYPES"));
            return type >= 0 && type < Integer.SIZE && (known >> type & 1) != 0 ? List.of()
                    : List.of("type " + type + " is not among the types of KVM_CAP_VM_TYPES, whose bits are " + Words.hex(known) + " (api.rst 4.2)");
        } else if (refused.abi().hasConstant("KVM_VM_PPC_PR")) {
            return powerpc(refused, type);
        }
        return List.of();
    }

    private static List<String> arm64(Refused refused, long type) {
        int most = refused.facts().capability("KVM_CAP_ARM_VM_IPA_SIZE");
        if ((type & ~IPA_MASK) != 0) {
            return List.of("type has " + Words.hex(type & ~IPA_MASK) + ": only its lowest 8 bits say something, how many bits guest addresses have (api.rst 4.2)");
        } else if (type != 0 && type < LEAST_IPA) {
            return List.of("guest addresses of " + type + " bits are fewer than " + LEAST_IPA + " (api.rst 4.2)");
        } else if (most > 0 && type > most) {
            return List.of("guest addresses of " + type + " bits are more than KVM_CAP_ARM_VM_IPA_SIZE, " + most + " (api.rst 4.2)");
        }
        return List.of();
    }

    private static List<String> powerpc(Refused refused, long type) {
        long hv = refused.abi().constant("KVM_VM_PPC_HV");
        long pr = refused.abi().constant("KVM_VM_PPC_PR");
        return type == hv ? List.of("type " + type + ", hypervisor mode, needs the module kvm_hv, and a machine that lets it run (arch/powerpc/kvm/powerpc.c)")
                : type == pr ? List.of("type " + type + ", problem state, needs the module kvm_pr (arch/powerpc/kvm/powerpc.c)")
                : type == 0 ? List.of() : List.of("a type is 0, " + hv + " for hypervisor mode or " + pr + " for problem state, and " + type + " is none (arch/powerpc/kvm/powerpc.c)");
    }
}
