package org.kvmsh.bindings.abi;

/**
 * The places of direction, size, type and number in an ioctl's 32 bits, from an architecture's asm/ioctl.h.
 *
 * @param directionShift _IOC_DIRSHIFT
 * @param none _IOC_NONE
 * @param write _IOC_WRITE
 * @param read _IOC_READ
 */
public record IoctlEncoding(int directionShift, int none, int write, int read) {
    private static final int SIZE_SHIFT = 16;
    private static final int TYPE_SHIFT = 8;

    /**
     * The number of an ioctl, as _IO, _IOR, _IOW and _IOWR compute it.
     *
     * @param direction NONE, READ, WRITE or READ_WRITE
     * @param type the type byte, KVMIO for KVM's
     * @param number 0 to 255
     * @param size bytes of the argument
     */
    public int encode(String direction, int type, int number, int size) {
        int bits = switch (direction) {
            case "READ" -> read;
            case "WRITE" -> write;
            case "READ_WRITE" -> read | write;
            default -> none;
        };
        return bits << directionShift | size << SIZE_SHIFT | type << TYPE_SHIFT | number;
    }

    /**
     * The type byte, KVMIO for KVM's ioctls.
     *
     * @param request the ioctl's 32 bits
     */
    public int type(int request) {
        return request >> TYPE_SHIFT & 0xff;
    }

    /**
     * The number within the type, 0 to 255.
     *
     * @param request the ioctl's 32 bits
     */
    public int number(int request) {
        return request & 0xff;
    }

    /**
     * The size of the argument in bytes.
     *
     * @param request the ioctl's 32 bits
     */
    public int size(int request) {
        return request >> SIZE_SHIFT & (1 << directionShift - SIZE_SHIFT) - 1;
    }

    /**
     * NONE, READ, WRITE or READ_WRITE; a number for any other bits.
     *
     * @param request the ioctl's 32 bits
     */
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
