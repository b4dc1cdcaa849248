package org.kvmsh.bindings.kernel;

/**
 * Memory that the board's kernel can see: guest RAM, an ioctl's argument, a vCPU's kvm_run.
 *
 * <p>Offsets are in bytes from the region's start, values in the board's byte order; an access that is not wholly inside
 * throws {@link IndexOutOfBoundsException}, one after {@link #close} {@link IllegalStateException}.
 */
public interface Region extends AutoCloseable {
    /** Where the board's kernel sees the first byte: what goes into a pointer field. */
    long address();

    long size();

    byte getByte(long offset);

    short getShort(long offset);

    int getInt(long offset);

    long getLong(long offset);

    void putByte(long offset, byte value);

    void putShort(long offset, short value);

    void putInt(long offset, int value);

    void putLong(long offset, long value);

    void read(long offset, byte[] into);

    void write(long offset, byte[] from);

    /** Gives the memory back. */
    @Override void close();

    /** An unsigned value of 1, 2, 4 or 8 bytes. */
    default long get(long offset, int bytes) {
        return switch (bytes) {
            case 1 -> getByte(offset) & 0xffL;
            case 2 -> getShort(offset) & 0xffffL;
            case 4 -> getInt(offset) & 0xffffffffL;
            case 8 -> getLong(offset);
            default -> throw new IllegalArgumentException("no value has " + bytes + " bytes");
        };
    }

    /** The low 1, 2, 4 or 8 bytes of a value. */
    default void put(long offset, int bytes, long value) {
        switch (bytes) {
            case 1 -> putByte(offset, (byte) value);
            case 2 -> putShort(offset, (short) value);
            case 4 -> putInt(offset, (int) value);
            case 8 -> putLong(offset, value);
            default -> throw new IllegalArgumentException("no value has " + bytes + " bytes");
        }
    }

    default byte[] bytes(long offset, int length) {
        byte[] into = new byte[length];
        read(offset, into);
        return into;
    }
}
