package org.kvmsh.bindings.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory of a software model, which is allocated only where it was touched. */
public class SparseRegion extends ChunkedRegion {
    private static final int CHUNK_SHIFT = 16;

    private final Runnable onRelease;

    /** @param onRelease told when the memory is given back */
    public SparseRegion(long address, long size, ByteOrder order, Runnable onRelease) {
        super(address, size, CHUNK_SHIFT, order);
        this.onRelease = onRelease;
    }

    @Override protected ByteBuffer makeChunk(long offset, int length) {
        return ByteBuffer.allocate(length);
    }

    @Override protected void release() {
        onRelease.run();
    }
}
