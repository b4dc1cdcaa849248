package org.kvmsh.bindings.abi;

import java.util.Set;

/**
 * An ioctl of KVM.
 *
 * @param on the kinds of file descriptor that accept it
 * @param request the number that the kernel compares, in the board's encoding
 * @param encoded the direction that the number encodes: NONE, READ, WRITE or READ_WRITE
 * @param data the direction of its data, which the number may not encode
 * @param argument the type of its argument: a struct's name, a scalar's, or "-" for a plain value or nothing
 * @param struct the struct that its argument points to, or null
 * @param capability what announces it; "-" where it is always there
 * @param origin the header or mail that defines it
 * @param source the source of what the header does not define
 */
public record Ioctl(
        String name,
        Set<FdKind> on,
        int request,
        String encoded,
        Direction data,
        String argument,
        Struct struct,
        String capability,
        String origin,
        String source) {
    /** The struct that its argument points to, or the number, as the field {@code value}; null for a plain argument. */
    public Struct pointed() {
        return struct == null && data != Direction.VALUE && Field.isScalar(argument) ? Struct.scalar(argument) : struct;
    }

    /** Returns the same ioctl with another of the structs that it takes: {@link IoctlCommands#structs}. */
    public Ioctl taking(Struct other) {
        return new Ioctl(name, on, request, encoded, data, other.name(), other, capability, origin, source);
    }

    @Override
    public String toString() {
        return name;
    }
}
