package org.kvmsh.dsl.machine;

/** What a script asks when a vCPU has reached a breakpoint: whether the run ends there. */
@FunctionalInterface
public interface StopCondition {
    /** True or false, for the vCPU that has reached the breakpoint. */
    Object holds(MachineVcpu vcpu) throws Exception;
}
