package org.kvmsh.dsl.machine.stop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/**
 * The vCPUs of a machine whose KVM_RUN waits in the kernel, until the guest starts them or an interrupt comes (api.rst
 * 4.38). An arm64 or riscv64 vCPU that waits in WFI has no such state.
 */
final class WaitingVcpus {
    /** With an interrupt controller in the kernel, HLT does not end KVM_RUN. */
    private static final String HALTED = "HALTED";

    private static final List<String> WAITING = List.of("UNINITIALIZED", "INIT_RECEIVED", "STOPPED", HALTED);

    private WaitingVcpus() {}

    /** A line for each of some vCPUs that waits. */
    static List<String> lines(Collection<VcpuEngine> vcpus) {
        List<String> lines = new ArrayList<>();
        vcpus.forEach(vcpu -> vcpu.touch(() -> lines.addAll(line(vcpu.id(), vcpu.vcpu()))));
        return lines;
    }

    private static List<String> line(int id, Vcpu vcpu) {
        String name = VcpusNow.of(vcpu);
        if (!WAITING.contains(name)) {
            return List.of();
        }
        return List.of(
                name.equals(HALTED)
                        ? "vCPU " + id + " waits for an interrupt, in hlt: it is " + VcpusNow.PREFIX + name
                        : "vCPU " + id + " does not run: it is " + VcpusNow.PREFIX + name
                                + started(vcpu.kernel().abi()));
    }

    private static String started(Abi abi) {
        String by = Architecture.of(abi).startsVcpus();
        return by.isEmpty() ? "" : " until the guest starts it with " + by;
    }
}
