package org.kvmsh.dsl.arch.ppc64;

import org.kvmsh.dsl.config.Platform;
import org.kvmsh.dsl.config.Ppc64Config;
import org.kvmsh.dsl.config.VmType;
import org.kvmsh.dsl.plan.step.HostFacts;

/**
 * Which of HV and PR a powerpc guest runs on, and why.
 *
 * @param type   the mode
 * @param chosen whether KVM_CREATE_VM is told; else the kernel takes what it likes best, kvm_hv's where that is loaded (arch/powerpc/kvm/powerpc.c, kvm_arch_init_vm)
 */
record Ppc64Mode(VmType type, boolean chosen, String why) {
    static Ppc64Mode of(Ppc64Config asked, HostFacts host) {
        if (asked.type() != null) {
            return new Ppc64Mode(asked.type().value(), true, "as type says");
        }
        boolean hypervisor = host.hasVmType(VmType.HV.constant());
        if (asked.platform() == null) {
            return new Ppc64Mode(hypervisor ? VmType.HV : VmType.PR, false, "what type 0 is here: kvm_hv " + (hypervisor ? "is" : "is not") + " loaded");
        }
        if (asked.platform().flags() != null) {
            return new Ppc64Mode(VmType.PR, true, "since " + asked.platform().flags() + " is a guest that can't have the processor's supervisor mode");
        }
        if (asked.platform().platform() != Platform.SPAPR) {
            return new Ppc64Mode(VmType.PR, true, "since a guest in hypervisor mode is always SPAPR's");
        }
        return new Ppc64Mode(hypervisor ? VmType.HV : VmType.PR, true, hypervisor ? "which kvm_hv has" : "since there is no kvm_hv here");
    }

    boolean isHypervisor() {
        return type == VmType.HV;
    }

    /** The argument of KVM_CREATE_VM. */
    long argument(HostFacts host) {
        return chosen ? host.abi().constant(type.constant()) : 0;
    }

    @Override public String toString() {
        return "the guest runs on " + type.inWords() + ", " + why;
    }
}
