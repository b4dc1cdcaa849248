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
 * <p>Offsets are in bytes from the region's start, values in the board's byte order; an access that is not wholly
 * inside throws {@link IndexOutOfBoundsException}, one after {@link #close} {@link IllegalStateException}.
 */
public interface Region extends AutoCloseable {
    /**
     * The number of bytes that are on their way from a file to memory at a time, where the one cannot be read into the
     * other.
     */
    int PIECE = 1 << 20;

    /** The address of the first byte on the board, for pointer fields. */
    long address();

    /** The number of bytes. */
    long size();

    /** The board's byte order. */
    ByteOrder order();

    /**
     * The byte at an offset.
     *
     * @param offset bytes from the region's start
     */
    byte getByte(long offset);

    /**
     * The 2 bytes at an offset as a number, in the board's byte order.
     *
     * @param offset bytes from the region's start; need not be aligned
     */
    short getShort(long offset);

    /**
     * The 4 bytes at an offset as a number, in the board's byte order.
     *
     * @param offset bytes from the region's start; need not be aligned
     */
    int getInt(long offset);

    /**
     * The 8 bytes at an offset as a number, in the board's byte order.
     *
     * @param offset bytes from the region's start; need not be aligned
     */
    long getLong(long offset);

    /**
     * Writes a byte.
     *
     * @param offset bytes from the region's start
     * @param value the byte
     */
    void putByte(long offset, byte value);

    /**
     * Writes 2 bytes in the board's byte order.
     *
     * @param offset bytes from the region's start; need not be aligned
     * @param value their 16 bits
     */
    void putShort(long offset, short value);

    /**
     * Writes 4 bytes in the board's byte order.
     *
     * @param offset bytes from the region's start; need not be aligned
     * @param value their 32 bits
     */
    void putInt(long offset, int value);

    /**
     * Writes 8 bytes in the board's byte order.
     *
     * @param offset bytes from the region's start; need not be aligned
     * @param value their 64 bits
     */
    void putLong(long offset, long value);

    /**
     * Reads 4 bytes that the kernel or the guest publishes: what it wrote before them is seen by later reads.
     *
     * @param offset bytes from the region's start
     */
    default int getAcquire(long offset) {
        int value = getInt(offset);
        VarHandle.acquireFence();
        return value;
    }

    /**
     * Publishes 4 bytes: whoever sees them sees what was written before.
     *
     * @param offset bytes from the region's start
     * @param value their 32 bits
     */
    default void putRelease(long offset, int value) {
        VarHandle.releaseFence();
        putInt(offset, value);
    }

    /**
     * Copies bytes out of the region.
     *
     * @param offset bytes from the region's start
     * @param into where they go; its length is the number of bytes
     */
    void read(long offset, byte[] into);

    /**
     * Copies bytes into the region.
     *
     * @param offset bytes from the region's start
     * @param from all of its bytes are written
     */
    void write(long offset, byte[] from);

    /**
     * Fills a part of the region with bytes of a file of this machine's.
     *
     * @param offset bytes from the region's start
     * @param position where the bytes begin in the file
     * @param length the number of bytes, all of which the file must have
     * @throws EOFException if the file ends before that
     * @throws IOException if it cannot be read
     */
    default void load(long offset, FileChannel file, long position, long length) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(length, PIECE));
        for (long done = 0; done < length; ) {
            piece.clear().limit((int) Math.min(piece.capacity(), length - done));
            fill(piece, file, position + done);
            write(
                    offset + done,
                    piece.limit() == piece.capacity() ? piece.array() : Arrays.copyOf(piece.array(), piece.limit()));
            done += piece.limit();
        }
    }

    /**
     * Reads from a file until a buffer is full.
     *
     * @param position the first byte's offset in the file
     * @throws EOFException if the file ends before that
     * @throws IOException if it cannot be read
     */
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
    @Override
    void close();

    /** Whether the memory was given back. */
    boolean isClosed();

    /**
     * The unsigned value of 1 to 8 bytes, in the board's byte order. 3 and 5 occur: a value that crosses a page may
     * come as two MMIO exits.
     *
     * @param offset bytes from the region's start
     * @param bytes the size, 1 to 8
     * @throws IllegalArgumentException for another size
     */
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

    /** The number of bits by which one of a value's bytes is shifted left in it. */
    private int place(int index, int bytes) {
        return Byte.SIZE * (order() == ByteOrder.LITTLE_ENDIAN ? index : bytes - 1 - index);
    }

    /**
     * Writes the low 1 to 8 bytes of a value, in the board's byte order.
     *
     * @param offset bytes from the region's start
     * @param bytes the size, 1 to 8
     * @param value its higher bytes are ignored
     * @throws IllegalArgumentException for another size
     */
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

    /**
     * A copy of bytes of the region.
     *
     * @param offset bytes from the region's start
     * @param length the number of bytes
     */
    default byte[] bytes(long offset, int length) {
        byte[] into = new byte[length];
        read(offset, into);
        return into;
    }
}
