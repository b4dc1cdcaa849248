/**
 * Access to an architecture's registers. A {@link RegisterSet} has the general ones; {@link RegisterNames} every
 * register by its name, each a member of a struct ({@link StructMembers}), a one-reg ({@link OneRegisters}) or in a
 * table of the architecture. {@link VcpuState} is the complete state of a vCPU, for a snapshot, in the order of its
 * {@link StateOrder}. {@link WrittenRegisters} keeps what was set, to compare it with what the kernel kept.
 */
package org.kvmsh.dsl.register;
