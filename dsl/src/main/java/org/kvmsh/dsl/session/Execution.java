package org.kvmsh.dsl.session;

import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.change.Adding;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.session.test.TestExecution;

/** The way in which a session does what a script asks: on its board, or on paper. */
public interface Execution extends Adding, TestExecution {
    /** Brings a configuration to life. */
    Machine bringUp(VmConfig config);

    /** The input of a plan: no VM is queried for it. */
    HostFacts planningFacts();

    /** Whether a proposal answers without a board, because only a machine has its result. */
    boolean takesProposals();

    /** Whether no board is driven. */
    boolean isOnPaper();
}
