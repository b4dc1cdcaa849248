package org.kvmsh.dsl.config;

/** A flag of a powerpc guest's platform. Source: [RFC PATCH 17/17], kvm_ppc_set_platform.flags. */
public enum PlatformFlag {
    /** The guest's architecture is so different from the host's that it cannot have the processor's supervisor mode. */
    CROSS_ARCH;

    /** The kernel's constant. */
    public String constant() {
        return "KVM_PPC_" + name();
    }
}
