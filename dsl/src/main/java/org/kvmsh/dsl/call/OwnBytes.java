package org.kvmsh.dsl.call;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.kvmsh.bindings.kernel.HeapRegion;

/** Bytes that belong to a script alone. */
final class OwnBytes extends RegionBytes {
    OwnBytes(byte[] bytes, ByteOrder order) {
        super(new HeapRegion(bytes, order));
    }

    @Override
    public void resize(long size) {
        move(new HeapRegion(Arrays.copyOf(bytes(0, (int) size()), Math.toIntExact(size)), order()));
    }
}
