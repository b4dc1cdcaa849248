package org.kvmsh.bindings.abi;

/**
 * How an architecture packs direction, size, type and number into an ioctl's 32 bits, from its asm/ioctl.h.
 *
 * @param directionShift _IOC_DIRSHIFT
 * @param none           _IOC_NONE
 * @param write          _IOC_WRITE
 * @param read           _IOC_READ
 */
public record IoctlEncoding(int directionShift, int none, int write, int read) {
    private static final int SIZE_SHIFT = 16;
    private static final int TYPE_SHIFT = 8;

    /** @param direction NONE, READ, WRITE or READ_WRITE, as _IO, _IOR, _IOW and _IOWR encode it */
    public int encode(String direction, int type, int number, int size) {
        int bits = switch (direction) {
            case "READ" -> read;
            case "WRITE" -> write;
            case "READ_WRITE" -> read | write;
            default -> none;
        };
        return bits << directionShift | size << SIZE_SHIFT | type << TYPE_SHIFT | number;
    }

    /** The type byte, KVMIO for KVM's ioctls. */
    public int type(int request) {
        return request >> TYPE_SHIFT & 0xff;
    }

    public int number(int request) {
        return request & 0xff;
    }

    public int size(int request) {
        return request >> SIZE_SHIFT & (1 << directionShift - SIZE_SHIFT) - 1;
    }

    /** NONE, READ, WRITE or READ_WRITE; a number for any other bits. */
    public String direction(int request) {
        int bits = request >>> directionShift;
        for (String name : new String[] {"NONE", "READ", "WRITE", "READ_WRITE"}) {
            if (encode(name, 0, 0, 0) >>> directionShift == bits) {
                return name;
            }
        }
        return Integer.toString(bits);
    }
}
