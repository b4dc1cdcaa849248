package org.kvmsh.repl.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.IoctlCommands;
import org.kvmsh.bindings.abi.Meaning;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.dsl.text.Columns;

/** The tables' entry for one name, as text. */
final class Pages {
    /** The prefix of the names of capabilities. */
    static final String CAPABILITY = "KVM_CAP_";

    private static final String INDENT = "  ";
    private static final String NOTHING = "-";
    private static final int LAST_SMALL = 9;

    private Pages() {}

    static List<String> of(Abi abi, Ioctl ioctl) {
        Columns columns = new Columns(0);
        columns.row(
                "number",
                hex(ioctl.request()) + " (type " + hex(abi.encoding().type(ioctl.request())) + ", number "
                        + hex(abi.encoding().number(ioctl.request())) + ", "
                        + bytes(abi.encoding().size(ioctl.request())) + ")");
        columns.row("issued on", ioctl.on().isEmpty() ? "unknown" : kinds(ioctl));
        columns.row("encoded", ioctl.encoded());
        columns.row("data", ioctl.data());
        columns.row("argument", argument(abi, ioctl));
        String descriptor = abi.givesDescriptor(ioctl.name());
        if (descriptor != null) {
            columns.row(
                    "returns",
                    "a file descriptor" + (descriptor.equals("answer") ? "" : ", in the field " + descriptor));
        }
        columns.row("capability", ioctl.capability().equals(NOTHING) ? "none" : capability(abi, ioctl.capability()));
        columns.row("defined in", ioctl.origin());
        if (!ioctl.source().equals(NOTHING)) {
            columns.row("documented", ioctl.source());
        }
        return page(
                ioctl.name() + ", " + (isProposal(abi, ioctl) ? "a proposal for " : "an ioctl of ") + abi.table(),
                columns.lines(INDENT));
    }

    static List<String> of(Abi abi, Struct struct) {
        List<String> lines = page(
                kind(struct) + " " + struct.name() + " of " + abi.table() + ", " + bytes(struct.size()),
                fields(abi, struct));
        Columns columns = new Columns(0);
        columns.row("defined in", struct.origin());
        List<Ioctl> takers = takers(abi, struct);
        if (!takers.isEmpty()) {
            columns.row(
                    "used by",
                    takers.stream()
                            .map(ioctl -> ioctl.name() + " (" + ioctl.data() + ")")
                            .collect(Collectors.joining(", ")));
        }
        lines.addAll(columns.lines(INDENT));
        return lines;
    }

    private static List<String> fields(Abi abi, Struct struct) {
        Columns columns = new Columns(2).row("offset", "bytes", "type", "field");
        for (Field field : struct.members()) {
            columns.row(
                    field.offset(),
                    field.count() == 0 ? NOTHING : String.valueOf(field.bytes() * field.count()),
                    type(field),
                    field.name(),
                    meaning(abi, struct, field));
        }
        return columns.lines(INDENT);
    }

    /** Details of a field that are not in the header: its unit, its values, its target. */
    private static String meaning(Abi abi, Struct struct, Field field) {
        String counter = abi.countOf(struct, field);
        if (counter != null) {
            return "count: " + counter;
        }
        Meaning values = abi.meaning(struct, field);
        if (values != null && !values.names().isEmpty()) {
            return (values.isBits() ? "flags " : "") + values.names();
        }
        return abi.pointers(struct).stream()
                .filter(pointer -> pointer.field().equals(field.name()))
                .findFirst()
                .map(Pages::pointee)
                .orElse("");
    }

    private static String pointee(Pointer pointer) {
        String bytes = "points to " + (pointer.length().equals(NOTHING) ? "bytes" : pointer.length() + " bytes");
        return bytes + (pointer.data().equals("memory") ? " of guest memory" : " (" + pointer.data() + ")");
    }

    /** @param path the field's name with its struct's before it */
    static List<String> of(Abi abi, Struct struct, String path, Field field) {
        Columns columns = new Columns(0);
        columns.row("type", type(field));
        columns.row("offset", field.offset());
        columns.row("bytes", field.count() == 0 ? NOTHING : String.valueOf(field.bytes() * field.count()));
        Meaning values = abi.meaning(struct, field);
        if (values != null && !values.names().isEmpty()) {
            columns.row(values.isBits() ? "flags" : "values", values.names());
        }
        return page(path + ", a field of " + abi.table(), columns.lines(INDENT));
    }

    static List<String> of(Abi abi, Constant constant) {
        Columns columns = new Columns(0);
        columns.row("value", number(constant.value()));
        List<Ioctl> announced = announced(abi, constant.name());
        if (!announced.isEmpty()) {
            columns.row("advertises", announced.stream().map(Ioctl::name).collect(Collectors.joining(", ")));
        }
        columns.row("defined in", constant.origin());
        List<String> lines =
                page(constant.name() + ", " + kind(abi, constant) + " of " + abi.table(), columns.lines(INDENT));
        Field part = part(abi, constant.name());
        if (part != null) {
            lines.add("");
            lines.add("fills kvm_run." + part.name() + ": " + bytes(part.bytes() * part.count()) + " at offset "
                    + part.offset());
            if (!part.isScalar()) {
                lines.addAll(fields(abi, abi.struct(part.type())));
            }
        }
        return lines;
    }

    private static String kind(Abi abi, Constant constant) {
        if (constant.name().startsWith(CAPABILITY)) {
            return "a capability";
        }
        return ExitReasons.of(abi).contains(constant) ? "an exit reason" : "a constant";
    }

    private static List<String> page(String head, List<String> body) {
        List<String> lines = new ArrayList<>();
        lines.add(head);
        lines.addAll(body);
        return lines;
    }

    /** The part of kvm_run that an exit reason fills; null without one, or without kvm_run on this architecture. */
    static Field part(Abi abi, String exit) {
        String member = ExitReasons.part(abi, exit);
        return member == null
                        || !abi.hasConstant(exit)
                        || !abi.hasStruct("kvm_run")
                        || !abi.struct("kvm_run").has(member)
                ? null
                : abi.struct("kvm_run").field(member);
    }

    static List<Ioctl> takers(Abi abi, Struct struct) {
        return abi.ioctls().stream()
                .filter(ioctl -> IoctlCommands.structs(abi, ioctl).contains(struct))
                .toList();
    }

    static List<Ioctl> announced(Abi abi, String capability) {
        return abi.ioctls().stream()
                .filter(ioctl -> ioctl.capability().equals(capability))
                .toList();
    }

    /** Whether only a mail has it and no kernel's headers do. */
    static boolean isProposal(Abi abi, Ioctl ioctl) {
        return !Abi.of(abi.table()).hasIoctl(ioctl.name());
    }

    private static String capability(Abi abi, String name) {
        return abi.hasConstant(name) ? name + " (" + abi.constant(name) + ")" : name;
    }

    static String kind(Struct struct) {
        return struct.isUnion() ? "union" : "struct";
    }

    static String kinds(Ioctl ioctl) {
        return ioctl.on().stream().map(FdKind::phrase).collect(Collectors.joining(", "));
    }

    static String argument(Abi abi, Ioctl ioctl) {
        if (ioctl.struct() != null) {
            return IoctlCommands.structs(abi, ioctl).stream()
                    .map(struct -> kind(struct) + " " + struct.name())
                    .collect(Collectors.joining(" or "));
        }
        return !ioctl.argument().equals(NOTHING)
                ? ioctl.argument()
                : ioctl.data() == Direction.VALUE ? "a number" : "none";
    }

    /** A field's type as C has it: {@code u64[4]}, {@code u8[]} where it is flexible, {@code u32 bits 0-3}. */
    static String type(Field field) {
        String type = field.isScalar() || field.type().contains(".") ? field.type() : "struct " + field.type();
        if (field.width() > 0) {
            return type
                    + (field.width() == 1
                            ? " bit " + field.bit()
                            : " bits " + field.bit() + "-" + (field.bit() + field.width() - 1));
        }
        return field.count() == 1 ? type : field.count() == 0 ? type + "[]" : type + "[" + field.count() + "]";
    }

    static String hex(int bits) {
        return "0x" + Integer.toHexString(bits);
    }

    /** A constant's 64 bits in hex, and as a number where that is another spelling. */
    static String number(long value) {
        return value >= 0 && value <= LAST_SMALL
                ? String.valueOf(value)
                : value > 0 && value <= Integer.MAX_VALUE
                        ? "0x" + Long.toHexString(value) + " (" + value + ")"
                        : "0x" + Long.toHexString(value);
    }

    private static String bytes(int count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }
}
