package org.kvmsh.bindings.kvm.state;

/** A vCPU or a device of a VM. */
public sealed interface VmMember permits CreatedVcpu, CreatedDevice {
    /**
     * A call on it that succeeded.
     *
     * @return whether anything is different now
     */
    boolean took(CallRequest asked);
}
