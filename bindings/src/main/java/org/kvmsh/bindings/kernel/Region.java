package org.kvmsh.bindings.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Memory that the board's kernel can see: guest RAM, an ioctl's argument, a vCPU's kvm_run.
 *
 * <p>Offsets are in bytes from the region's start, values in the board's byte order; an access that is not wholly inside
 * throws {@link IndexOutOfBoundsException}, one after {@link #close} {@link IllegalStateException}.
 */
public interface Region extends AutoCloseable {
    /** What is on its way from a file to memory at a time, where the one cannot be read into the other. */
    int PIECE = 1 << 20;

    /** The address of the first byte on the board, for pointer fields. */
    long address();

    long size();

    /** The board's byte order. */
    ByteOrder order();

    byte getByte(long offset);

    short getShort(long offset);

    int getInt(long offset);

    long getLong(long offset);

    void putByte(long offset, byte value);

    void putShort(long offset, short value);

    void putInt(long offset, int value);

    void putLong(long offset, long value);

    /** A value that the kernel, or the guest, publishes: what was written before it is seen after it. */
    default int getAcquire(long offset) {
        int value = getInt(offset);
        VarHandle.acquireFence();
        return value;
    }

    /** Publishes a value: whoever sees it sees what was done before. */
    default void putRelease(long offset, int value) {
        VarHandle.releaseFence();
        putInt(offset, value);
    }

    void read(long offset, byte[] into);

    void write(long offset, byte[] from);

    /**
     * Fills a part of it with bytes of a file of this machine's.
     *
     * @param position where the bytes begin in the file, which must have them
     */
    default void load(long offset, FileChannel file, long position, long length) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(length, PIECE));
        for (long done = 0; done < length; ) {
            piece.clear().limit((int) Math.min(piece.capacity(), length - done));
            fill(piece, file, position + done);
            write(offset + done, piece.limit() == piece.capacity() ? piece.array() : Arrays.copyOf(piece.array(), piece.limit()));
            done += piece.limit();
        }
    }

    /** Reads until a buffer is full. */
    static void fill(ByteBuffer buffer, FileChannel file, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int read = file.read(buffer, at);
            if (read < 0) {
                throw new EOFException("unexpected end of file: expected " + (at + buffer.remaining()) + " bytes");
            }
            at += read;
        }
    }

    /** Frees the memory. */
    @Override void close();

    /** Whether the memory was given back. */
    boolean isClosed();

    /** An unsigned value of 1 to 8 bytes: one that crosses a page may come as two exits of MMIO, of 3 bytes and of 5. */
    default long get(long offset, int bytes) {
        return switch (bytes) {
            case 1 -> getByte(offset) & 0xffL;
            case 2 -> getShort(offset) & 0xffffL;
            case 4 -> getInt(offset) & 0xffffffffL;
            case 8 -> getLong(offset);
            default -> gathered(offset, bytes);
        };
    }

    private long gathered(long offset, int bytes) {
        if (bytes < 1 || bytes > Long.BYTES) {
            throw new IllegalArgumentException("a value must be 1 to 8 bytes long, not " + bytes);
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (getByte(offset + i) & 0xffL) << place(i, bytes);
        }
        return value;
    }

    /** How far left one of a value's bytes is in it. */
    private int place(int index, int bytes) {
        return Byte.SIZE * (order() == ByteOrder.LITTLE_ENDIAN ? index : bytes - 1 - index);
    }

    /** The low 1 to 8 bytes of a value. */
    default void put(long offset, int bytes, long value) {
        switch (bytes) {
            case 1 -> putByte(offset, (byte) value);
            case 2 -> putShort(offset, (short) value);
            case 4 -> putInt(offset, (int) value);
            case 8 -> putLong(offset, value);
            default -> scattered(offset, bytes, value);
        }
    }

    private void scattered(long offset, int bytes, long value) {
        if (bytes < 1 || bytes > Long.BYTES) {
            throw new IllegalArgumentException("a value must be 1 to 8 bytes long, not " + bytes);
        }
        for (int i = 0; i < bytes; i++) {
            putByte(offset + i, (byte) (value >>> place(i, bytes)));
        }
    }

    default byte[] bytes(long offset, int length) {
        byte[] into = new byte[length];
        read(offset, into);
        return into;
    }
}
