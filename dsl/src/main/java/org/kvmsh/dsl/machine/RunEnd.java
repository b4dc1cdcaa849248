package org.kvmsh.dsl.machine;

import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitKind;

/**
 * What ended a run.
 *
 * @param name    the kernel's name of the last exit; the reason's where the run ended otherwise
 * @param code    what the guest ended it with; null if it did not
 * @param failure the exception; null after a normal end
 * @param exit    the exit that ended it, or null
 * @param errno   KVM_RUN's errno; 0 if it succeeded
 * @param isLastStep whether it is the last of the run's steps
 */
record RunEnd(ExitKind reason, String name, MachineVcpu vcpu, String detail, Long code, RuntimeException failure, Exit exit, int errno, boolean isLastStep) {
    static RunEnd failed(MachineVcpu vcpu, RuntimeException failure) {
        return new RunEnd(ExitReason.UNKNOWN, "", vcpu, "", null, failure, null, 0, false);
    }

    /** KVM_RUN returned an errno. */
    static RunEnd refused(MachineVcpu vcpu, int errno) {
        return new RunEnd(ExitReason.UNKNOWN, "", vcpu, "", null, null, null, errno, false);
    }

    static RunEnd of(ExitKind reason, String name, MachineVcpu vcpu, String detail, Long code) {
        return new RunEnd(reason, name, vcpu, detail, code, null, null, 0, false);
    }

    /** The guest has executed as many instructions as it was to. */
    static RunEnd lastStep(ExitKind reason, MachineVcpu vcpu, String detail) {
        return new RunEnd(reason, reason.word(), vcpu, detail, null, null, null, 0, true);
    }

    /** An exit that ended it. */
    static RunEnd at(MachineVcpu vcpu, Exit exit, String detail) {
        return new RunEnd(ExitReason.of(exit), exit.name(), vcpu, detail, null, null, exit, 0, false);
    }
}
