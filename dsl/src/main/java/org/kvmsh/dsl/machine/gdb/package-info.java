/**
 * gdb's remote protocol for a machine: packets, registers, memory, breakpoints and runs as gdb asks for them. Source:
 * the gdb manual, "Remote Protocol".
 */
package org.kvmsh.dsl.machine.gdb;
