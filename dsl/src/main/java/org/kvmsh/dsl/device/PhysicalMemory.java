package org.kvmsh.dsl.device;

/** Guest physical memory, for a device that the guest gives addresses to. */
public interface PhysicalMemory extends ReadableMemory {
    /** Writes bytes, all of which are in memory. */
    void write(long physical, byte[] bytes);
}
