package org.kvmsh.bindings.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A copy of memory that no kernel sees: a result, kept after its argument memory is released. */
public final class HeapRegion extends ChunkedRegion {
    private static final int ONE_CHUNK = 30;

    private final byte[] bytes;

    /**
     * Makes a region of bytes at address 0.
     *
     * @param bytes the content, which is not copied
     */
    public HeapRegion(byte[] bytes, ByteOrder order) {
        this(0, bytes, order);
    }

    /**
     * Makes a region of bytes.
     *
     * @param address where a kernel saw what this is a copy of
     * @param bytes the content, which is not copied
     */
    public HeapRegion(long address, byte[] bytes, ByteOrder order) {
        super(address, bytes.length, ONE_CHUNK, order);
        this.bytes = bytes;
    }

    @Override
    protected ByteBuffer makeChunk(long offset, int length) {
        return ByteBuffer.wrap(bytes);
    }

    @Override
    protected void release() {}
}
