package org.kvmsh.bindings.remote;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.Region;

/**
 * Memory of the board: values go through byte arrays in the board's byte order, and the subclasses transfer the bytes.
 */
abstract class RemoteRegion implements Region {
    private final long address;
    private final long size;
    private final ByteOrder order;
    private volatile boolean closed;

    RemoteRegion(long address, long size, ByteOrder order) {
        this.address = address;
        this.size = size;
        this.order = order;
    }

    abstract void fetch(long offset, byte[] into);

    abstract void store(long offset, byte[] from);

    abstract void release();

    @Override
    public final long address() {
        return address;
    }

    @Override
    public final long size() {
        return size;
    }

    private void check(long offset, int length) {
        if (closed) {
            throw new IllegalStateException("this memory has been freed");
        }
        if (offset < 0 || offset > size - length) {
            throw new IndexOutOfBoundsException(length + " bytes at 0x" + Long.toHexString(offset)
                    + " are outside a region of 0x" + Long.toHexString(size) + " bytes");
        }
    }

    @Override
    public final void read(long offset, byte[] into) {
        check(offset, into.length);
        fetch(offset, into);
    }

    @Override
    public final void write(long offset, byte[] from) {
        check(offset, from.length);
        store(offset, from);
    }

    private ByteBuffer value(long offset, int length) {
        return ByteBuffer.wrap(bytes(offset, length)).order(order);
    }

    private ByteBuffer room(int length) {
        return ByteBuffer.allocate(length).order(order);
    }

    @Override
    public final ByteOrder order() {
        return order;
    }

    @Override
    public final byte getByte(long offset) {
        return value(offset, Byte.BYTES).get();
    }

    @Override
    public final short getShort(long offset) {
        return value(offset, Short.BYTES).getShort();
    }

    @Override
    public final int getInt(long offset) {
        return value(offset, Integer.BYTES).getInt();
    }

    @Override
    public final long getLong(long offset) {
        return value(offset, Long.BYTES).getLong();
    }

    @Override
    public final void putByte(long offset, byte value) {
        write(offset, new byte[] {value});
    }

    @Override
    public final void putShort(long offset, short value) {
        write(offset, room(Short.BYTES).putShort(value).array());
    }

    @Override
    public final void putInt(long offset, int value) {
        write(offset, room(Integer.BYTES).putInt(value).array());
    }

    @Override
    public final void putLong(long offset, long value) {
        write(offset, room(Long.BYTES).putLong(value).array());
    }

    @Override
    public final boolean isClosed() {
        return closed;
    }

    /** The board frees what is left when the link ends, so a lost board is no reason to fail here. */
    @Override
    public final void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            release();
        } catch (BoardLost e) {
            // It is gone already.
        }
    }
}
