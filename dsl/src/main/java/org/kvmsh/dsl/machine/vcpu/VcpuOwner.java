package org.kvmsh.dsl.machine.vcpu;

import java.util.Map;
import org.kvmsh.dsl.plan.step.Bringup;

/** The requests of a vCPU to the VM that it belongs to. */
interface VcpuOwner {
    /** Refuses access after the VM is closed. */
    void checkOpen();

    /** Its VM, memory and descriptors. */
    Bringup made();

    /** Registers of a vCPU are about to be written. */
    void writing(VcpuEngine vcpu, Map<String, Long> values);
}
