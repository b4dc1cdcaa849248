package org.kvmsh.bindings.kvm.rules;

import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kvm.state.CallRequest;
import org.kvmsh.bindings.kvm.state.CreatedDevice;
import org.kvmsh.bindings.kvm.state.CreatedVcpu;
import org.kvmsh.bindings.kvm.state.VmMember;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * The request that a rule is checked against.
 *
 * @param asked the call with its argument
 * @param vm the state of the VM after its calls so far; null for a call without a VM
 * @param part the vCPU or device of the call; null for another descriptor, or if it is unknown
 * @param facts the board's facts
 */
public record Request(CallRequest asked, VmState vm, VmMember part, Facts facts) {
    /** A call on a VM or on the system. */
    public Request(CallRequest asked, VmState vm, Facts facts) {
        this(asked, vm, null, facts);
    }

    /** The vCPU of the call; null for another descriptor, or if it is unknown. */
    CreatedVcpu vcpu() {
        return part instanceof CreatedVcpu vcpu ? vcpu : null;
    }

    /** The device of the call; null for another descriptor, or if it is unknown. */
    CreatedDevice device() {
        return part instanceof CreatedDevice device ? device : null;
    }

    boolean isOn(FdKind kind) {
        return asked.on() == kind;
    }

    long constant(String name) {
        return asked.abi().constant(name);
    }

    String call() {
        return asked.call();
    }

    long value() {
        return asked.value();
    }

    long field(String name) {
        return asked.field(name);
    }

    boolean flagged(long bits, String flag) {
        return asked.flagged(bits, flag);
    }
}
