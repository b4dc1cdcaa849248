package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.board.Board;

/** A name of the headers that is neither an ioctl nor an exit: a capability, another constant or a struct. */
public final class NameInWords {
    private NameInWords() {}

    /** Describes the name; empty if the board's headers do not have it, or if it is an ioctl's. */
    public static Optional<Explained> of(Board board, String name, String document) {
        Abi abi = board.kernel().abi();
        if (abi.hasIoctl(name)) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        if (abi.hasConstant(name)) {
            constant(abi, name, lines);
            if (name.startsWith(Capabilities.PREFIX)) {
                capability(board, name, lines);
            }
        } else if (abi.hasStruct(name)) {
            struct(abi, abi.struct(name), lines);
        }
        if (!lines.isEmpty() && document != null) {
            document.lines().forEach(line -> lines.add(("  " + line).stripTrailing()));
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(Explained.exit(lines));
    }

    private static void constant(Abi abi, String name, List<String> lines) {
        Constant constant = abi.constants().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        boolean isCapability = name.startsWith(Capabilities.PREFIX);
        lines.add(name + " is " + (isCapability ? "capability " : "a constant, ")
                + (isCapability || constant.value() >= 0 && constant.value() < 10
                        ? constant.value()
                        : "0x" + Long.toHexString(constant.value()))
                + "; defined in " + constant.origin());
        if (abi.otherArchitecture(name) != null) {
            lines.add("  for " + abi.otherArchitecture(name) + " only, according to its patch; this board is "
                    + abi.arch());
        }
    }

    private static void capability(Board board, String name, List<String> lines) {
        Abi abi = board.kernel().abi();
        String ioctls = abi.ioctls().stream()
                .filter(ioctl -> ioctl.capability().equals(name))
                .map(Ioctl::name)
                .collect(Collectors.joining(", "));
        if (!ioctls.isEmpty()) {
            lines.add("  advertises " + ioctls);
        }
        CapabilityQuery.of(name, board.kvm(), null).toString().lines().forEach(line -> lines.add("  " + line));
    }

    private static void struct(Abi abi, Struct struct, List<String> lines) {
        lines.add("struct " + struct.name() + ", " + struct.size() + " bytes: "
                + struct.members().stream().map(field -> field.name()).collect(Collectors.joining(", ")));
        String ioctls = abi.ioctls().stream()
                .filter(ioctl -> ioctl.argument().equals(struct.name()))
                .map(Ioctl::name)
                .collect(Collectors.joining(", "));
        if (!ioctls.isEmpty()) {
            lines.add("  the argument of " + ioctls);
        }
    }
}
