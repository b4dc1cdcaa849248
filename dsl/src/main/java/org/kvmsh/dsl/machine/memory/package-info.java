/**
 * The guest memory of a machine. {@link LiveMemory} reads, writes, loads and disassembles it. {@link GuestSymbols} are
 * the names of its addresses; {@link DirtyLog} and {@link DirtyRings} report the pages that were written.
 */
package org.kvmsh.dsl.machine.memory;
