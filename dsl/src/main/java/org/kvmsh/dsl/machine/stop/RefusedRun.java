package org.kvmsh.dsl.machine.stop;

import java.util.List;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/** A KVM_RUN of a run that the kernel refused, with the reasons that can be told. */
public final class RefusedRun {
    private RefusedRun() {}

    /** The exception for an errno of KVM_RUN. */
    public static KvmException of(LiveMachine machine, VcpuEngine vcpu, int errno) {
        Diagnosis rules = vcpu.vcpu().whyRefused(errno);
        return new KvmException(
                Refusal.ofRun("KVM_RUN of vCPU " + vcpu.id(), errno, () -> rules, why(machine, vcpu, errno)));
    }

    private static List<String> why(LiveMachine machine, VcpuEngine vcpu, int errno) {
        try {
            return CallOrigin.EXPLAINING.during(() -> WhyItStopped.ofErrno(machine, vcpu, errno));
        } catch (KvmException | BoardLost | NotModelled e) {
            // Report the refusal, not that its vCPU cannot be read.
            return List.of();
        }
    }
}
