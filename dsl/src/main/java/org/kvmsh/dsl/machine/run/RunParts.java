package org.kvmsh.dsl.machine.run;

import org.kvmsh.dsl.machine.debug.MachineDebug;
import org.kvmsh.dsl.machine.exit.Coalesced;
import org.kvmsh.dsl.machine.exit.Console;
import org.kvmsh.dsl.machine.exit.ExitLog;
import org.kvmsh.dsl.machine.exit.HandlerTable;
import org.kvmsh.dsl.machine.stop.Stops;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;

/**
 * The parts that the runs of one machine share.
 *
 * @param handlers take its exits, and guard the log and the coalesced writes
 * @param log of the last run
 * @param debug its breakpoints and steps
 * @param stops what its ends show
 * @param moves of the machine into new VMs
 */
public record RunParts(
        LiveMachine machine,
        HandlerTable handlers,
        Console console,
        ExitLog log,
        Coalesced coalesced,
        MachineDebug debug,
        Stops stops,
        RunMoves moves) {}
