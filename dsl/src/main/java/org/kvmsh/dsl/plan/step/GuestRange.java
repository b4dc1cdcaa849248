package org.kvmsh.dsl.plan.step;

/**
 * Guest physical addresses with a meaning other than memory.
 *
 * @param size bytes; 0 if the kernel alone knows
 * @param inMemory whether it is in guest memory
 * @param chosen whether kvmsh wrote it there although the script loaded nothing
 */
public record GuestRange(long at, long size, String what, boolean inMemory, boolean chosen) {
    /** A range that the script or a device gave its meaning. */
    public GuestRange(long at, long size, String what, boolean inMemory) {
        this(at, size, what, inMemory, false);
    }

    /** A range of guest memory that a mode of a vCPU needs, so that kvmsh filled it. */
    public static GuestRange chosen(long at, long size, String what) {
        return new GuestRange(at, size, what, true, true);
    }
}
