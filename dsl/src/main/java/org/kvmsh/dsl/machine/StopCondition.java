package org.kvmsh.dsl.machine;

/** The script's condition at a breakpoint that a vCPU has reached: whether the run ends there. */
@FunctionalInterface
public interface StopCondition {
    /** True or false, for the vCPU that has reached the breakpoint. */
    Object holds(MachineVcpu vcpu) throws Exception;
}
