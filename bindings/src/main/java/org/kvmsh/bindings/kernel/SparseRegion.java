package org.kvmsh.bindings.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory of a software model, allocated at first use. */
public class SparseRegion extends ChunkedRegion {
    private static final int CHUNK_SHIFT = 16;
    /** Log2 of the most chunks, since even those that are not allocated take room. */
    private static final int MOST_CHUNKS_SHIFT = 24;

    private final Runnable onRelease;

    /**
     * Creates zeroed memory of a model.
     *
     * @param address the model's address of the first byte
     * @param size bytes
     * @param onRelease called once, when the memory is freed
     */
    public SparseRegion(long address, long size, ByteOrder order, Runnable onRelease) {
        super(
                address,
                size,
                Math.max(CHUNK_SHIFT, Long.SIZE - Long.numberOfLeadingZeros(size) - MOST_CHUNKS_SHIFT),
                order);
        this.onRelease = onRelease;
    }

    @Override
    protected ByteBuffer makeChunk(long offset, int length) {
        return ByteBuffer.allocate(length);
    }

    @Override
    protected void release() {
        onRelease.run();
    }
}
