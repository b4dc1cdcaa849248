package org.kvmsh.bindings.proposal;

import org.kvmsh.bindings.kvm.Kvm;

/**
 * The configuration and the processor of a powerpc kernel of 2011: CONFIG_KVM_BOOK3S_64_HV or not, "a given kernel
 * binary can only do one or the other" ([PATCH 09/15]).
 */
public final class Ppc64Kernel {
    private final Ppc64Cpu cpu;
    private Boolean hypervisor;

    private Ppc64Kernel(Ppc64Cpu cpu, Boolean hypervisor) {
        this.cpu = cpu;
        this.hypervisor = hypervisor;
    }

    /** One whose configuration is known. */
    public static Ppc64Kernel configured(Ppc64Cpu cpu, boolean hypervisor) {
        return new Ppc64Kernel(cpu, hypervisor);
    }

    /**
     * A current kernel, which replaces the one of the mail: book3s_hv if it has hypervisor mode, regardless of its
     * other modules.
     */
    public static Ppc64Kernel asked(Ppc64Cpu cpu) {
        return new Ppc64Kernel(cpu, null);
    }

    public Ppc64Cpu cpu() {
        return cpu;
    }

    /** Whether CONFIG_KVM_BOOK3S_64_HV is set, once the kernel was asked. */
    boolean isHypervisor() {
        return hypervisor;
    }

    /**
     * arch/powerpc/kvm/powerpc.c: without a VM the capability is 1 if kvm_hv is loaded, which is when KVM_CREATE_VM
     * accepts KVM_VM_PPC_HV.
     */
    synchronized boolean isHypervisor(Kvm kvm) {
        if (hypervisor == null) {
            hypervisor = kvm.capability("KVM_CAP_PPC_ALLOC_HTAB") > 0;
        }
        return hypervisor;
    }
}
