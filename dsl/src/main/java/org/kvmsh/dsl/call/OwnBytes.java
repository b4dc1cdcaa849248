package org.kvmsh.dsl.call;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.kvmsh.bindings.kernel.HeapRegion;

/** Bytes that belong to a script alone. */
final class OwnBytes implements StructBytes {
    private final ByteOrder order;
    private byte[] bytes;
    private HeapRegion region;

    OwnBytes(byte[] bytes, ByteOrder order) {
        this.order = order;
        hold(bytes);
    }

    private void hold(byte[] held) {
        bytes = held;
        region = new HeapRegion(held, order);
    }

    @Override public ByteOrder order() {
        return order;
    }

    @Override public long size() {
        return bytes.length;
    }

    @Override public long get(long offset, int count) {
        return region.get(offset, count);
    }

    @Override public void put(long offset, int count, long value) {
        region.put(offset, count, value);
    }

    @Override public byte[] bytes(long offset, int length) {
        return region.bytes(offset, length);
    }

    @Override public void write(long offset, byte[] from) {
        region.write(offset, from);
    }

    @Override public void resize(long size) {
        hold(Arrays.copyOf(bytes, Math.toIntExact(size)));
    }
}
