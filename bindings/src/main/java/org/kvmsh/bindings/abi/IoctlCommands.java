package org.kvmsh.bindings.abi;

import java.util.List;
import java.util.stream.Stream;

/** The ioctls of an ABI that take commands, and the structs that they take. */
public final class IoctlCommands {
    private IoctlCommands() {}

    /**
     * Returns the commands that have a value.
     *
     * @param value the constant's number; 0 or more
     */
    public static List<Command> of(Abi abi, long value) {
        return Command.prefixes().stream()
                .flatMap(prefix -> Command.among(abi.constants(prefix)).entrySet().stream())
                .filter(constant -> constant.getValue() == value)
                .map(constant -> Command.of(constant.getKey()))
                .filter(command -> abi.hasIoctl(command.ioctl()))
                .toList();
    }

    /** Returns the structs that an ioctl takes, the usual one first; empty if its argument points to none. */
    public static List<Struct> structs(Abi abi, Ioctl ioctl) {
        if (ioctl.struct() == null) {
            return List.of();
        }
        Stream<Struct> others = Command.prefixes().stream()
                .map(Command::of)
                .filter(command -> command.ioctl().equals(ioctl.name()) && abi.hasStruct(command.struct()))
                .map(command -> abi.struct(command.struct()));
        return Stream.concat(Stream.of(ioctl.struct()), others).distinct().toList();
    }
}
