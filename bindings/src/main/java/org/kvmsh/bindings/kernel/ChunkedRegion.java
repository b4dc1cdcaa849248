package org.kvmsh.bindings.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * A region over buffers of one power-of-two size, because a buffer ends at 2 GiB and software models need memory that
 * costs nothing until it is used.
 */
public abstract class ChunkedRegion implements Region {
    private final long address;
    private final long size;
    private final int shift;
    private final ByteOrder order;
    private volatile ByteBuffer[] chunks;

    /**
     * Creates a region whose buffers are all allocated at first use.
     *
     * @param address the board's address of the first byte
     * @param size bytes of the region
     * @param shift log2 of a chunk's bytes, at most 30
     */
    protected ChunkedRegion(long address, long size, int shift, ByteOrder order) {
        this.address = address;
        this.size = size;
        this.shift = shift;
        this.order = order;
        this.chunks = new ByteBuffer[Math.toIntExact(size + (1L << shift) - 1 >> shift)];
    }

    /**
     * Allocates the buffer of one chunk, at its first use.
     *
     * @param offset where the chunk begins, in bytes from the region's start
     * @param length bytes of the chunk; the last one of a region may be shorter than the others
     */
    protected abstract ByteBuffer makeChunk(long offset, int length);

    /** Frees the memory; called once. */
    protected abstract void release();

    @Override
    public final long address() {
        return address;
    }

    @Override
    public final long size() {
        return size;
    }

    @Override
    public final ByteOrder order() {
        return order;
    }

    @Override
    public final void close() {
        synchronized (this) {
            if (chunks == null) {
                return;
            }
            chunks = null;
        }
        release();
    }

    @Override
    public final boolean isClosed() {
        return chunks == null;
    }

    private ByteBuffer at(long offset, int length) {
        ByteBuffer[] all = check(offset, length);
        int index = (int) (offset >> shift);
        ByteBuffer chunk = all[index];
        return chunk != null ? chunk : firstTouch(all, index);
    }

    private ByteBuffer[] check(long offset, long length) {
        ByteBuffer[] all = chunks;
        if (all == null) {
            throw new IllegalStateException("this memory has been freed");
        }
        if (offset < 0 || offset > size - length) {
            throw new IndexOutOfBoundsException(length + " bytes at 0x" + Long.toHexString(offset)
                    + " are outside a region of 0x" + Long.toHexString(size) + " bytes");
        }
        return all;
    }

    private synchronized ByteBuffer firstTouch(ByteBuffer[] all, int index) {
        if (all[index] == null) {
            long start = (long) index << shift;
            all[index] =
                    makeChunk(start, (int) Math.min(1L << shift, size - start)).order(order);
        }
        return all[index];
    }

    private int within(long offset) {
        return (int) (offset & (1L << shift) - 1);
    }

    private boolean crosses(long offset, int length) {
        return within(offset) + (long) length > 1L << shift;
    }

    @Override
    public final byte getByte(long offset) {
        return at(offset, 1).get(within(offset));
    }

    @Override
    public final short getShort(long offset) {
        return crosses(offset, 2) ? (short) gather(offset, 2) : at(offset, 2).getShort(within(offset));
    }

    @Override
    public final int getInt(long offset) {
        return crosses(offset, 4) ? (int) gather(offset, 4) : at(offset, 4).getInt(within(offset));
    }

    @Override
    public final long getLong(long offset) {
        return crosses(offset, 8) ? gather(offset, 8) : at(offset, 8).getLong(within(offset));
    }

    @Override
    public final void putByte(long offset, byte value) {
        at(offset, 1).put(within(offset), value);
    }

    /**
     * Writes a byte unless the memory has been freed, and keeps it from being freed meanwhile: for a thread that does
     * not know.
     *
     * @param offset bytes from the region's start
     * @param value the byte
     * @return whether it was written
     */
    public final synchronized boolean putByteIfOpen(long offset, byte value) {
        if (isClosed()) {
            return false;
        }
        putByte(offset, value);
        return true;
    }

    @Override
    public final void putShort(long offset, short value) {
        if (crosses(offset, 2)) {
            scatter(offset, 2, value);
        } else {
            at(offset, 2).putShort(within(offset), value);
        }
    }

    @Override
    public final void putInt(long offset, int value) {
        if (crosses(offset, 4)) {
            scatter(offset, 4, value);
        } else {
            at(offset, 4).putInt(within(offset), value);
        }
    }

    @Override
    public final void putLong(long offset, long value) {
        if (crosses(offset, 8)) {
            scatter(offset, 8, value);
        } else {
            at(offset, 8).putLong(within(offset), value);
        }
    }

    @Override
    public final void read(long offset, byte[] into) {
        check(offset, into.length);
        for (int done = 0; done < into.length; ) {
            int step = Math.min(into.length - done, (1 << shift) - within(offset + done));
            at(offset + done, step).get(within(offset + done), into, done, step);
            done += step;
        }
    }

    @Override
    public final void write(long offset, byte[] from) {
        check(offset, from.length);
        for (int done = 0; done < from.length; ) {
            int step = Math.min(from.length - done, (1 << shift) - within(offset + done));
            at(offset + done, step).put(within(offset + done), from, done, step);
            done += step;
        }
    }

    /**
     * The kernel reads the file straight into the memory: a buffer between would cost a copy, and a mapping of the file
     * its page faults.
     */
    @Override
    public void load(long offset, FileChannel file, long position, long length) throws IOException {
        check(offset, length);
        for (long done = 0; done < length; ) {
            int start = within(offset + done);
            int step = (int) Math.min(length - done, (1L << shift) - start);
            Region.fill(at(offset + done, step).duplicate().position(start).limit(start + step), file, position + done);
            done += step;
        }
    }

    private long gather(long offset, int length) {
        ByteBuffer value = ByteBuffer.wrap(bytes(offset, length)).order(order);
        return switch (length) {
            case 2 -> value.getShort();
            case 4 -> value.getInt();
            default -> value.getLong();
        };
    }

    private void scatter(long offset, int length, long value) {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
        switch (length) {
            case 2 -> bytes.putShort((short) value);
            case 4 -> bytes.putInt((int) value);
            default -> bytes.putLong(value);
        }
        write(offset, bytes.array());
    }
}
