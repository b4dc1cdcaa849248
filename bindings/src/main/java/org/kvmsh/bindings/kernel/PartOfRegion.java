package org.kvmsh.bindings.kernel;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** A range of a region. Closing it releases no memory: its owner does that. */
public class PartOfRegion implements Region {
    private final Region whole;
    private final long start;
    private final long size;
    private volatile boolean closed;

    /**
     * Makes a view of a range, which must be inside the region; that is not checked here.
     *
     * @param whole the region that has the bytes
     * @param start the range's first byte, as an offset in the region
     * @param size bytes of the range
     */
    public PartOfRegion(Region whole, long start, long size) {
        this.whole = whole;
        this.start = start;
        this.size = size;
    }

    private long at(long offset, long length) {
        if (closed) {
            throw new IllegalStateException("this memory has been freed");
        }
        if (offset < 0 || offset > size - length) {
            throw new IndexOutOfBoundsException(length + " bytes at 0x" + Long.toHexString(offset)
                    + " are outside a region of 0x" + Long.toHexString(size) + " bytes");
        }
        return start + offset;
    }

    @Override
    public long address() {
        return whole.address() + start;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ByteOrder order() {
        return whole.order();
    }

    @Override
    public byte getByte(long offset) {
        return whole.getByte(at(offset, 1));
    }

    @Override
    public short getShort(long offset) {
        return whole.getShort(at(offset, 2));
    }

    @Override
    public int getInt(long offset) {
        return whole.getInt(at(offset, 4));
    }

    @Override
    public long getLong(long offset) {
        return whole.getLong(at(offset, 8));
    }

    @Override
    public void putByte(long offset, byte value) {
        whole.putByte(at(offset, 1), value);
    }

    @Override
    public void putShort(long offset, short value) {
        whole.putShort(at(offset, 2), value);
    }

    @Override
    public void putInt(long offset, int value) {
        whole.putInt(at(offset, 4), value);
    }

    @Override
    public void putLong(long offset, long value) {
        whole.putLong(at(offset, 8), value);
    }

    @Override
    public void read(long offset, byte[] into) {
        whole.read(at(offset, into.length), into);
    }

    @Override
    public void write(long offset, byte[] from) {
        whole.write(at(offset, from.length), from);
    }

    @Override
    public void load(long offset, FileChannel file, long position, long length) throws IOException {
        whole.load(at(offset, length), file, position, length);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        released();
    }

    @Override
    public boolean isClosed() {
        return closed || whole.isClosed();
    }

    /** Called once, when the part is closed for the first time. */
    protected void released() {}
}
