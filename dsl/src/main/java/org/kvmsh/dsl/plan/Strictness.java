package org.kvmsh.dsl.plan;

/** Whether kvmsh or the kernel refuses an invalid call. */
public enum Strictness {
    /** The planner refuses, before anything is created, with the reason. */
    PLANNER,
    /** The kernel refuses, if it can be called at all: for scripts that expect its errno. */
    KERNEL,
    /** The kernel too; a plan keeps what the planner would have refused. */
    UNCHECKED
}
