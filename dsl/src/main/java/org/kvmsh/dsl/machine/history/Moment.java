package org.kvmsh.dsl.machine.history;

import org.kvmsh.dsl.machine.change.MachineState;

/**
 * Where a recorded guest is.
 *
 * @param exits of the stretch that came before
 * @param state with the last exit complete
 * @param pc in that state
 * @param isInExit whether the guest is still at the instruction of that exit
 */
record Moment(int stretch, int exits, MachineState state, long pc, boolean isInExit) {}
