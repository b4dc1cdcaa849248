/**
 * Breakpoints, watchpoints and single steps. {@link MachineDebug} has those of a machine, by what the board delivers;
 * {@link GuestDebug} is what KVM_SET_GUEST_DEBUG is to do for one vCPU.
 */
package org.kvmsh.dsl.machine.debug;
