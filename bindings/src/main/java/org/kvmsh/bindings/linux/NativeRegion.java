package org.kvmsh.bindings.linux;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;
import org.kvmsh.bindings.kernel.ChunkedRegion;

/** Memory of this process, mapped with mmap(2). */
final class NativeRegion extends ChunkedRegion {
    private static final int GIGABYTE_SHIFT = 30;

    private final LongConsumer release;

    /** @param release receives the address when the memory is no longer used */
    NativeRegion(long address, long size, LongConsumer release) {
        super(address, size, GIGABYTE_SHIFT, ByteOrder.nativeOrder());
        this.release = release;
    }

    @Override
    protected ByteBuffer makeChunk(long offset, int length) {
        return new Pointer(address()).getByteBuffer(offset, length);
    }

    @Override
    protected void release() {
        release.accept(address());
    }
}
