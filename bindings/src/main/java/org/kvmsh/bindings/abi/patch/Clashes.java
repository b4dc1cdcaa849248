package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;

/**
 * Warns of what a patch's names and numbers mean in the ABI that it is read over: a patch that was never merged has
 * lost its numbers to others.
 */
final class Clashes {
    /** Names with these prefixes are numbers of one list, in which each number has one meaning; the list's noun. */
    private static final Map<String, String> LISTS = Map.of(
            "KVM_CAP_", "capability",
            "KVM_EXIT_", "exit reason",
            "KVM_DEV_TYPE_", "device type",
            "KVM_DEV_ARM_VGIC_GRP_", "VGIC group",
            "KVM_RISCV_ISA_EXT_", "ISA extension",
            "KVM_RISCV_SBI_EXT_", "SBI extension");

    private static final int MANY = 4;

    private final Abi over;
    private final Abi with;
    private final List<String> warnings;

    Clashes(Abi over, Abi with, List<String> warnings) {
        this.over = over;
        this.with = with;
        this.warnings = warnings;
    }

    /** @param nested those defined inside a struct, which are values of one of its members */
    void constants(Map<String, Long> constants, Set<String> nested) {
        constants.forEach((name, value) -> {
            if (over.hasConstant(name) && over.constant(name) != value) {
                warnings.add(name + " is " + value + " in this patch and " + over.constant(name) + " in "
                        + Definer.of(over).constant(name));
            }
            LISTS.keySet().stream()
                    .filter(list -> name.startsWith(list)
                            && !over.hasConstant(name)
                            && !nested.contains(name)
                            && isOfList(name))
                    .forEach(list -> {
                        List<String> others = over.constants(list).entrySet().stream()
                                .filter(other -> other.getValue().equals(value)
                                        && !other.getKey().equals(name)
                                        && with.constant(other.getKey()) == value
                                        && isOfList(other.getKey()))
                                .map(Map.Entry::getKey)
                                .toList();
                        if (!others.isEmpty()) {
                            warnings.add(LISTS.get(list) + " " + value + " is " + String.join(", ", others) + " in "
                                    + Definer.of(over).constant(others.get(0)) + ", but " + name + " in this patch");
                        }
                    });
        });
    }

    /** Flags and kinds of an exit are named after it; the last name of an enum is its count. */
    private boolean isOfList(String name) {
        return !name.matches("KVM_EXIT_\\w+_\\w*(?:MASK|FLAG)\\w*|KVM_(?!CAP_|EXIT_)\\w+_MAX")
                && (!name.startsWith("KVM_EXIT_")
                        || with.constants("KVM_EXIT_").keySet().stream()
                                .noneMatch(exit -> name.startsWith(exit + "_")));
    }

    void ioctls(List<Ioctl> ioctls) {
        for (Ioctl ioctl : ioctls) {
            List<Ioctl> others = over.ioctls().stream()
                    .filter(other -> !other.name().equals(ioctl.name())
                            && with.ioctl(other.name()).request() == other.request())
                    .toList();
            int number = over.encoding().number(ioctl.request());
            List<Ioctl> same = others.stream()
                    .filter(other -> other.request() == ioctl.request())
                    .toList();
            List<Ioctl> near = others.stream()
                    .filter(other -> other.request() != ioctl.request()
                            && over.encoding().number(other.request()) == number
                            && over.encoding().type(other.request())
                                    == over.encoding().type(ioctl.request()))
                    .toList();
            if (over.hasIoctl(ioctl.name())) {
                int known = over.ioctl(ioctl.name()).request();
                if (known != ioctl.request()) {
                    warnings.add(ioctl.name() + " is " + hex(ioctl.request()) + " in this patch and " + hex(known)
                            + " in " + Definer.of(over).ioctl(ioctl.name()));
                }
                continue;
            }
            if (!same.isEmpty()) {
                warnings.add(hex(ioctl.request()) + " is " + names(same) + " in "
                        + Definer.of(over).ioctl(same.get(0).name()) + ", but " + ioctl.name() + " in this patch");
            }
            if (!near.isEmpty()) {
                warnings.add("number " + hex(number) + " of " + ioctl.name() + " is used by " + names(near) + " in "
                        + Definer.of(over).ioctl(near.get(0).name()));
            }
        }
    }

    void structs(List<Struct> structs) {
        for (Struct struct : structs) {
            if (over.hasStruct(struct.name()) && !same(with, over, struct.name())) {
                String renamed = renamed(struct, over.struct(struct.name()));
                warnings.add("struct " + struct.name()
                        + (renamed.isEmpty()
                                ? " has a different layout: " + difference(struct, over.struct(struct.name()))
                                        + " in the ABI of "
                                : " has the same layout with other names: " + renamed + " of the ABI of ")
                        + over.table());
            }
        }
    }

    /** A struct that gains members keeps those it has, and only a patch for this ABI can tell where they move to. */
    void grown(String name, GrownStructs grown) {
        Struct known = over.struct(name);
        Struct struct = with.struct(name);
        List<String> lost = known.fields().stream()
                .map(Field::name)
                .filter(field -> !struct.has(field) && !isRemoved(field, grown.removed(name)))
                .toList();
        if (!lost.isEmpty()) {
            warnings.add("struct " + name + " loses " + shortened(lost) + ", which the ABI of " + over.table()
                    + " has and the patch does not remove");
        }
        if (grown.doubtful().contains(name)) {
            known.fields().stream()
                    .filter(field -> struct.has(field.name())
                            && struct.field(field.name()).offset() != field.offset())
                    .findFirst()
                    .ifPresent(field -> warnings.add("struct " + name + " has a different layout: "
                            + field(inPlaceOf(field, struct, known)) + " in this patch, " + field(field)
                            + " in the ABI of " + over.table()));
        }
    }

    /** The new field where one was; the field itself if there is none. */
    private static Field inPlaceOf(Field moved, Struct patched, Struct known) {
        return patched.fields().stream()
                .filter(field -> field.offset() == moved.offset() && !known.has(field.name()))
                .findFirst()
                .orElse(patched.field(moved.name()));
    }

    /** Whether a member is taken out, or one that holds it. */
    private static boolean isRemoved(String field, Set<String> removed) {
        return Arrays.stream(field.split("\\."))
                .map(part -> part.replaceFirst("\\[.*", ""))
                .anyMatch(removed::contains);
    }

    private static String shortened(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(MANY, names.size())))
                + (names.size() > MANY ? " and " + (names.size() - MANY) + " more" : "");
    }

    /** The fields that differ only in their names; empty if something else differs. */
    private static String renamed(Struct patched, Struct known) {
        List<Field> fields = patched.members();
        List<Field> others = known.members();
        if (patched.size() != known.size() || fields.size() != others.size()) {
            return "";
        }
        List<String> renamed = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            Field other = others.get(i);
            boolean isRenamed = !field.name().equals(other.name());
            // Fields that change places are another layout; an unnamed struct may differ inside.
            if (!layout(field).equals(layout(other))
                    || field.type().contains(".")
                    || isRenamed && known.has(field.name())) {
                return "";
            }
            if (isRenamed) {
                renamed.add(field.name() + " is " + other.name());
            }
        }
        return String.join(", ", renamed);
    }

    private static List<Object> layout(Field field) {
        return List.of(field.type(), field.count(), field.offset(), field.bit(), field.width());
    }

    /** The sizes; for structs of one size the first field that differs. */
    private static String difference(Struct patched, Struct known) {
        if (patched.size() != known.size()) {
            return patched.size() + " bytes in this patch, " + known.size() + " bytes";
        }
        List<Field> fields = patched.members();
        List<Field> others = known.members();
        int at = 0;
        while (at < fields.size() && at < others.size() && fields.get(at).equals(others.get(at))) {
            at++;
        }
        return at == fields.size() && at == others.size()
                ? "in this patch, an unnamed struct whose members differ from those"
                : (at < fields.size() ? field(fields.get(at)) : "no further field") + " in this patch, "
                        + (at < others.size() ? field(others.get(at)) : "no further field");
    }

    private static String field(Field field) {
        return field.type() + " " + field.name() + (field.count() == 1 ? "" : "[" + field.count() + "]") + " at offset "
                + field.offset();
    }

    /** Whether a struct of one has the same layout in the other. */
    static boolean same(Abi one, Abi other, String name) {
        return other.hasStruct(name)
                && one.struct(name).size() == other.struct(name).size()
                && one.struct(name).members().equals(other.struct(name).members())
                && one.struct(name).members().stream()
                        .filter(field -> field.type().contains("."))
                        .allMatch(field -> nested(one, other, field.type()));
    }

    /** An unnamed struct may lack members, because a header alone does not show which ones its architecture has. */
    private static boolean nested(Abi one, Abi other, String name) {
        return other.hasStruct(name)
                && other.struct(name).members().containsAll(one.struct(name).members())
                && one.struct(name).members().stream()
                        .filter(field -> field.type().contains("."))
                        .allMatch(field -> nested(one, other, field.type()));
    }

    private static String names(List<Ioctl> ioctls) {
        return ioctls.stream().map(Ioctl::name).collect(Collectors.joining(", "));
    }

    private static String hex(int number) {
        return "0x" + Integer.toHexString(number);
    }
}
