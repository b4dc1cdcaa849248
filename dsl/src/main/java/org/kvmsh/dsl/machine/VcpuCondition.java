package org.kvmsh.dsl.machine;

/** Whether a run ends at the breakpoint or watchpoint that a vCPU has reached. */
@FunctionalInterface
interface VcpuCondition {
    /** True or false, as the script said it. */
    Object holds(VcpuEngine vcpu) throws Exception;
}
