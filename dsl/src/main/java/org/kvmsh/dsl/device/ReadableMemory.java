package org.kvmsh.dsl.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Guest physical memory that is only read. */
@FunctionalInterface
public interface ReadableMemory {
    /** The bytes at an address, fewer at the end of a slot; null if no slot has the first one. */
    byte[] read(long physical, int length);

    /** The little-endian 64 bits at an address, as page tables have them; null if they are not all in memory. */
    default Long entry(long physical) {
        byte[] bytes = read(physical, Long.BYTES);
        return bytes == null || bytes.length < Long.BYTES
                ? null
                : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
