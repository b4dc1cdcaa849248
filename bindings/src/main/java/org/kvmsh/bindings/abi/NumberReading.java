package org.kvmsh.bindings.abi;

import java.util.List;

/**
 * The fields of an ioctl's number, as one architecture encodes them.
 *
 * @param table the architecture, as the tables are named
 * @param direction NONE, READ, WRITE or READ_WRITE; a number for any other bits
 * @param type the type byte; KVM's is KVMIO
 * @param number the number within the type, 0 to 255
 * @param size bytes of the argument, as encoded in the number
 * @param ioctls the ioctls with this number in the headers
 * @param proposals the ioctls with this number in mails that were never merged
 * @param others ioctls of this architecture with the same type and number that differ in direction or size
 */
public record NumberReading(
        String table,
        String direction,
        int type,
        int number,
        int size,
        List<Ioctl> ioctls,
        List<Ioctl> proposals,
        List<Ioctl> others) {
    /**
     * Reads a number by an ABI's encoding.
     *
     * @param abi from the headers
     * @param over the same architecture with the proposals added
     * @param request the ioctl's 32 bits
     */
    public static NumberReading of(Abi abi, Abi over, int request) {
        IoctlEncoding encoding = abi.encoding();
        List<Ioctl> others = abi.ioctls().stream()
                .filter(ioctl -> ioctl.request() != request
                        && encoding.type(ioctl.request()) == encoding.type(request)
                        && encoding.number(ioctl.request()) == encoding.number(request))
                .toList();
        List<Ioctl> proposals = over.ioctls(request).stream()
                .filter(ioctl -> !abi.hasIoctl(ioctl.name()))
                .toList();
        return new NumberReading(
                abi.table(),
                encoding.direction(request),
                encoding.type(request),
                encoding.number(request),
                encoding.size(request),
                abi.ioctls(request),
                proposals,
                others);
    }

    /**
     * Every architecture's reading.
     *
     * @param request the ioctl's 32 bits
     */
    public static List<NumberReading> all(int request) {
        return Abi.tables().stream()
                .map(table -> of(Abi.of(table), Abi.rfc(table), request))
                .toList();
    }

    /** Whether the type byte is KVM's. */
    public boolean isKvm() {
        return type == Abi.of(table).constant("KVMIO");
    }

    /** Whether another architecture reads the same, its name apart. */
    public boolean sameAs(NumberReading other) {
        return direction.equals(other.direction)
                && type == other.type
                && number == other.number
                && size == other.size
                && names(ioctls).equals(names(other.ioctls))
                && names(proposals).equals(names(other.proposals))
                && names(others).equals(names(other.others));
    }

    private static List<String> names(List<Ioctl> ioctls) {
        return ioctls.stream().map(i -> i.name() + i.on() + i.request()).toList();
    }
}
