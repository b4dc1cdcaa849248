package org.kvmsh.dsl.machine.gdb;

import java.util.Map;
import org.kvmsh.dsl.machine.debug.DebugHit;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.run.EndedOtherwise;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.ScriptError;

/**
 * How gdb lets the guest go on, {@code vCont}: a step of one vCPU, or a run. All vCPUs are stopped when it ends.
 *
 * @param steps whether one instruction is executed
 * @param vcpu the one that runs alone; null if all do
 */
record Resumption(boolean steps, VcpuEngine vcpu) {
    /** How a stop ended, as a packet has it. */
    record Stop(String packet, String told, VcpuEngine vcpu) {}

    private static final String TRAP = "T05";
    private static final String INTERRUPTED = "T02";

    /**
     * The actions of a packet: {@code s:1;c} steps the first vCPU. Those that no action names stay.
     *
     * @return null for an action that there is not
     */
    static Resumption of(String actions, MachineParts machine) {
        Resumption all = null;
        VcpuEngine only = null;
        for (String action : actions.split(";")) {
            String[] parts = action.split(":");
            char kind = action.isEmpty() ? ' ' : Character.toLowerCase(action.charAt(0));
            if (kind != 'c' && kind != 's') {
                return null;
            }
            VcpuEngine named = parts.length == 1 ? null : Threads.vcpu(machine, parts[1]);
            if (kind == 's') {
                return new Resumption(true, named == null ? machine.firstVcpu() : named);
            }
            if (named == null) {
                all = new Resumption(false, null);
            }
            only = named;
        }
        return all != null ? all : new Resumption(false, only);
    }

    /** Runs the guest until it stops. */
    Stop run(MachineParts machine, GdbPoints points) {
        Outcome outcome;
        boolean isStep = steps;
        try {
            outcome = machine.runs().runUntilStopped(steps ? Map.of("steps", 1) : Map.of(), vcpu);
        } catch (ScriptError e) {
            outcome = EndedOtherwise.behind(e);
            if (outcome == null) {
                throw e;
            }
            isStep = false;
        }
        VcpuEngine stopped = machine.vcpu(outcome.vcpu());
        DebugHit hit = new DebugHit(outcome.breakpoint(), outcome.watchpoint());
        String reason = points.reason(hit);
        boolean isStopped = outcome.exit() == ExitReason.STOPPED;
        String told = !reason.isEmpty() || isStep || isStopped ? "" : "kvmsh: " + outcome.inWords() + "\n";
        return new Stop(
                (isStopped ? INTERRUPTED : TRAP) + reason + "thread:" + Threads.id(stopped) + ";", told, stopped);
    }
}
