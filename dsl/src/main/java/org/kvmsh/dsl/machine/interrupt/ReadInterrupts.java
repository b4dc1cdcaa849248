package org.kvmsh.dsl.machine.interrupt;

import java.util.Collection;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.interrupt.InterruptsNow;
import org.kvmsh.dsl.machine.vcpu.AllVcpus;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.Bringup;

/**
 * {@code m.interrupts}, read while no vCPU is in KVM_RUN: a vgic refuses with EBUSY until then (devices/arm-vgic.rst),
 * and a one-reg of a vCPU is read only afterwards.
 */
public final class ReadInterrupts {
    private ReadInterrupts() {}

    /** Reads them. */
    public static InterruptsNow of(Bringup made, Collection<VcpuEngine> vcpus) {
        return AllVcpus.outside(
                vcpus, () -> Architecture.of(made.vm().kernel().abi()).interrupts(made));
    }
}
