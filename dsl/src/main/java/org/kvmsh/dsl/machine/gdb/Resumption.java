package org.kvmsh.dsl.machine.gdb;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.kvmsh.dsl.machine.debug.DebugHit;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.run.EndedOtherwise;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.ScriptError;

/**
 * How gdb lets the guest go on, {@code vCont}: a step of one vCPU, steps of it inside a range, or a run. All vCPUs are
 * stopped when it ends.
 *
 * @param steps whether one instruction is executed, and more while the pc is in the range
 * @param vcpu the one that runs alone; null if all do
 * @param from the first address of the range
 * @param to the address behind the range; the same as {@code from} for one step
 */
record Resumption(boolean steps, VcpuEngine vcpu, long from, long to) {
    /**
     * How the guest stopped, as a packet has it.
     *
     * @param isStep whether only the end of a step stopped it
     */
    record Stop(String packet, String told, VcpuEngine vcpu, boolean isStep) {}

    private static final int HEX = 16;

    private static final String TRAP = "T05";
    private static final String INTERRUPTED = "T02";

    /**
     * The actions of a packet: {@code s:1;c} steps the first vCPU, {@code r1000,1010:1} steps it while its pc is from
     * 0x1000 to 0x100f. Those that no action names stay.
     *
     * @return null for an action that there is not
     */
    static Resumption of(String actions, MachineParts machine) {
        Resumption all = null;
        VcpuEngine only = null;
        for (String action : actions.split(";")) {
            String[] parts = action.split(":");
            char kind = action.isEmpty() ? ' ' : Character.toLowerCase(action.charAt(0));
            if (kind != 'c' && kind != 's' && kind != 'r') {
                return null;
            }
            VcpuEngine named = parts.length == 1 ? null : Threads.vcpu(machine, parts[1]);
            if (kind != 'c') {
                String[] range = kind == 'r' ? parts[0].substring(1).split(",") : new String[] {"0", "0"};
                return new Resumption(
                        true,
                        named == null ? machine.firstVcpu() : named,
                        Long.parseUnsignedLong(range[0], HEX),
                        Long.parseUnsignedLong(range[1], HEX));
            }
            if (named == null) {
                all = run(null);
            }
            only = named;
        }
        return all != null ? all : run(only);
    }

    private static Resumption run(VcpuEngine alone) {
        return new Resumption(false, alone, 0, 0);
    }

    /**
     * Runs the guest until it stops.
     *
     * @param interrupts whether gdb does not want further steps
     */
    Stop run(MachineParts machine, GdbPoints points, BooleanSupplier interrupts) {
        Stop stop = once(machine, points);
        while (stop.isStep() && isInRange(stop.vcpu())) {
            boolean isInterrupted = interrupts.getAsBoolean();
            String reason = points.reasonAt(stop.vcpu().stoppedAt());
            if (isInterrupted || !reason.isEmpty()) {
                return new Stop(
                        packet(isInterrupted ? INTERRUPTED : TRAP, reason, stop.vcpu()), "", stop.vcpu(), false);
            }
            stop = once(machine, points);
        }
        return stop;
    }

    private static String packet(String signal, String reason, VcpuEngine stopped) {
        return signal + reason + "thread:" + Threads.id(stopped) + ";";
    }

    private boolean isInRange(VcpuEngine stepped) {
        return from != to
                && Long.compareUnsigned(stepped.stoppedAt(), from) >= 0
                && Long.compareUnsigned(stepped.stoppedAt(), to) < 0;
    }

    private Stop once(MachineParts machine, GdbPoints points) {
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
                packet(isStopped ? INTERRUPTED : TRAP, reason, stopped),
                told,
                stopped,
                isStep && reason.isEmpty() && !isStopped);
    }
}
