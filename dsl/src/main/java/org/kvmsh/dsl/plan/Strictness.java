package org.kvmsh.dsl.plan;

/** Whether kvmsh or the kernel refuses an invalid call. */
public enum Strictness {
    /** The planner, before anything is made, with the reason. */
    PLANNER,
    /** The kernel, where it can be asked at all: for those who look for its errno. */
    KERNEL,
    /** The kernel too; a plan keeps what the planner would have refused. */
    UNCHECKED
}
