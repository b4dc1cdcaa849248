package org.kvmsh.dsl.config;

/** The mode that a powerpc guest runs in: hypervisor mode, or problem state. Source: include/uapi/linux/kvm.h. */
public enum VmType {
    HV,
    PR;

    /** The kernel's constant. */
    public String constant() {
        return "KVM_VM_PPC_" + name();
    }

    /** The same in words. */
    public String inWords() {
        return this == HV ? "HV (hypervisor mode)" : "PR (problem state)";
    }
}
