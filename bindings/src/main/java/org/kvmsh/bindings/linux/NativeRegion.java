package org.kvmsh.bindings.linux;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.kvmsh.bindings.kernel.ChunkedRegion;

/** Memory of this process, mapped with mmap(2). */
final class NativeRegion extends ChunkedRegion {
    private static final int GIGABYTE_SHIFT = 30;

    NativeRegion(long address, long size) {
        super(address, size, GIGABYTE_SHIFT, ByteOrder.nativeOrder());
    }

    @Override protected ByteBuffer makeChunk(long offset, int length) {
        return new Pointer(address()).getByteBuffer(offset, length);
    }

    @Override protected void release() {
        Libc.munmap(address(), size());
    }
}
