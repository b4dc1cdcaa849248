package org.kvmsh.bindings.abi;

/**
 * How an architecture packs direction, size, type and number into an ioctl's 32 bits.
 *
 * <p>Source: include/uapi/asm-generic/ioctl.h, arch/powerpc/include/uapi/asm/ioctl.h.
 */
public enum IoctlEncoding {
    GENERIC(30, 0, 1, 2), POWERPC(29, 1, 4, 2);

    private static final int SIZE_SHIFT = 16;
    private static final int TYPE_SHIFT = 8;

    private final int directionShift;
    private final int none;
    private final int write;
    private final int read;

    IoctlEncoding(int directionShift, int none, int write, int read) {
        this.directionShift = directionShift;
        this.none = none;
        this.write = write;
        this.read = read;
    }

    /** The ioctl's number as the kernel compares it. */
    public int encode(Direction direction, int type, int number, int size) {
        return bits(direction) << directionShift | size << SIZE_SHIFT | type << TYPE_SHIFT | number;
    }

    private int bits(Direction direction) {
        return switch (direction) {
            case NONE -> none;
            case READ -> read;
            case WRITE -> write;
            case READ_WRITE -> read | write;
        };
    }
}
