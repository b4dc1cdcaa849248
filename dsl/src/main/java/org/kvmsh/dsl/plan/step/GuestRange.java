package org.kvmsh.dsl.plan.step;

/**
 * Guest physical addresses with a meaning other than memory.
 *
 * @param size bytes; 0 if the kernel alone knows
 * @param inMemory whether it is in guest memory
 */
public record GuestRange(long at, long size, String what, boolean inMemory) {}
