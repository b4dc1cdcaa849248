package org.kvmsh.dsl.machine.run;

import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/** The moves of a machine into new VMs, as its runs see them. */
public interface RunMoves {
    /** Whether a move may follow an exit; every exit asks. */
    boolean watches();

    /** A handler has seen an exit; whether a move follows. */
    boolean isDueAfterExit();

    /** A run begins, or has ended with a move that is still to come. */
    void betweenRuns();

    /** Whether a script has asked for a move that is still to come. */
    boolean isAsked();

    /**
     * Moves now if no vCPU is at an exit that waits for its answer; one inside KVM_RUN is brought out.
     *
     * @param own outside KVM_RUN, with a completed exit; null for a thread that runs no vCPU
     * @param runs whether the guest does
     * @return false if the machine cannot move now
     */
    boolean move(VcpuEngine own, boolean runs);
}
