package org.kvmsh.dsl.device;

/** Guest physical memory, for a device that the guest gives addresses to. */
public interface PhysicalMemory {
    /** The bytes at an address, fewer at the end of a slot; null if no slot has the first one. */
    byte[] read(long physical, int length);

    /** Writes bytes, all of which are in memory. */
    void write(long physical, byte[] bytes);
}
