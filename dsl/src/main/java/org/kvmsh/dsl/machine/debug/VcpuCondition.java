package org.kvmsh.dsl.machine.debug;

import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/** Whether a run ends at the breakpoint or watchpoint that a vCPU has reached. */
@FunctionalInterface
public interface VcpuCondition {
    /** True or false, as the script said it. */
    Object holds(VcpuEngine vcpu) throws Exception;
}
