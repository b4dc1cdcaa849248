package org.kvmsh.dsl.machine;

import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitKind;

/**
 * What ended a run.
 *
 * @param name    the kernel's name of the last exit; the reason's where the run ended otherwise
 * @param code    what the guest ended it with; null where it did not
 * @param failure what is thrown; null where the run ended in order
 * @param exit    the exit that ended it; null where none did
 * @param errno   what KVM_RUN gave; 0 where it was not refused
 */
record RunEnd(ExitKind reason, String name, MachineVcpu vcpu, String detail, Long code, RuntimeException failure, Exit exit, int errno) {
    static RunEnd failed(MachineVcpu vcpu, RuntimeException failure) {
        return new RunEnd(ExitReason.UNKNOWN, "", vcpu, "", null, failure, null, 0);
    }

    /** KVM_RUN gave an errno. */
    static RunEnd refused(MachineVcpu vcpu, int errno) {
        return new RunEnd(ExitReason.UNKNOWN, "", vcpu, "", null, null, null, errno);
    }

    static RunEnd of(ExitKind reason, String name, MachineVcpu vcpu, String detail, Long code) {
        return new RunEnd(reason, name, vcpu, detail, code, null, null, 0);
    }
}
