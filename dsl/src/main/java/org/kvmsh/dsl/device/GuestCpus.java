package org.kvmsh.dsl.device;

import org.kvmsh.bindings.kvm.Vcpu;

/** The vCPUs of a machine now, for a device that has registers for each. */
public interface GuestCpus {
    int count();

    /** The id of one of them; null is the first. */
    int idOf(Vcpu vcpu);
}
