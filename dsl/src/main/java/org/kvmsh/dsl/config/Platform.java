package org.kvmsh.dsl.config;

/** The paravirtualized interface of a powerpc guest. Source: [RFC PATCH 17/17], struct kvm_ppc_set_platform. */
public enum Platform {
    NONE,
    KVM,
    SPAPR;

    /** The kernel's constant. */
    public String constant() {
        return "KVM_PPC_PV_" + name();
    }
}
