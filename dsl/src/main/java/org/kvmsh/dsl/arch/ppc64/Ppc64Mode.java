package org.kvmsh.dsl.arch.ppc64;

import org.kvmsh.dsl.config.Platform;
import org.kvmsh.dsl.config.Ppc64Config;
import org.kvmsh.dsl.config.VmType;
import org.kvmsh.dsl.plan.step.HostFacts;

/**
 * The mode that a powerpc guest runs in, HV or PR, and why.
 *
 * @param type the mode
 * @param chosen whether KVM_CREATE_VM gets the type; otherwise the kernel chooses, kvm_hv's if that is loaded
 *     (arch/powerpc/kvm/powerpc.c, kvm_arch_init_vm)
 */
record Ppc64Mode(VmType type, boolean chosen, String why) {
    static Ppc64Mode of(Ppc64Config asked, HostFacts host) {
        if (asked.type() != null) {
            return new Ppc64Mode(asked.type().value(), true, "requested by type");
        }
        boolean hypervisor = host.hasVmType(VmType.HV.constant());
        if (asked.platform() == null) {
            return new Ppc64Mode(
                    hypervisor ? VmType.HV : VmType.PR,
                    false,
                    "the default on this board, because kvm_hv " + (hypervisor ? "is" : "is not") + " loaded");
        }
        if (asked.platform().flags() != null) {
            return new Ppc64Mode(
                    VmType.PR,
                    true,
                    asked.platform().flags() + " is incompatible with the processor's supervisor mode");
        }
        if (asked.platform().platform() != Platform.SPAPR) {
            return new Ppc64Mode(VmType.PR, true, "an HV guest is always an SPAPR guest");
        }
        return new Ppc64Mode(
                hypervisor ? VmType.HV : VmType.PR, true, hypervisor ? "kvm_hv is loaded" : "this board has no kvm_hv");
    }

    /** Whether a script names the type of the VM, on a kernel that has types: one of 2011 does not. */
    static boolean isNamed(Ppc64Config asked, HostFacts host) {
        return asked.type() != null && (host.hasVmType(VmType.HV.constant()) || host.hasVmType(VmType.PR.constant()));
    }

    boolean isHypervisor() {
        return type == VmType.HV;
    }

    /** The argument of KVM_CREATE_VM. */
    long argument(HostFacts host) {
        return chosen ? host.abi().constant(type.constant()) : 0;
    }

    @Override
    public String toString() {
        return "the VM type is " + type.inWords() + ": " + why;
    }
}
