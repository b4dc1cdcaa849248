package org.kvmsh.dsl.device;

/** Guest physical memory that is only read. */
@FunctionalInterface
public interface ReadableMemory {
    /** The bytes at an address, fewer at the end of a slot; null if no slot has the first one. */
    byte[] read(long physical, int length);
}
