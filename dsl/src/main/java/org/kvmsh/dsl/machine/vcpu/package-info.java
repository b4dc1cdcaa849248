/**
 * One vCPU without its machine. {@link VcpuEngine} reads and writes it and completes its exits: {@link Turn} gives
 * access to it between two KVM_RUNs, and {@link PendingExit} is the state of its last exit. {@link Registers} are a
 * script's view of its registers. {@link LiveMachine} is what the packages above see of a machine.
 */
package org.kvmsh.dsl.machine.vcpu;
