package org.kvmsh.bindings.kernel;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;

/** A struct's bytes in words: {@code slot: 0, guest_phys_addr: 0x0}. */
public final class StructText {
    private StructText() {}

    /**
     * A struct's fields in words.
     *
     * @param region the struct's bytes
     * @param reached the targets of pointers in the struct: a number there is shown too, {@code addr: 0x7f00 -> 0x28}
     */
    public static String of(Abi abi, Struct struct, Region region, Region... reached) {
        List<Pointer> pointers = reached.length == 0 ? List.of() : abi.pointers(struct);
        return StructFields.of(abi, struct, region).stream()
                .map(shown -> shown.name() + ": " + shown.text(abi, region)
                        + (shown.in() == struct
                                ? pointee(abi, struct, shown.field(), region, shown.value(), pointers, reached)
                                : ""))
                .collect(Collectors.joining(", "));
    }

    /**
     * The fields that differ from the struct's earlier content, in words.
     *
     * @param before the struct's bytes then
     * @param now the struct's bytes now
     * @return null for a struct with so few fields that all are shown, with a flexible array, or if bytes are missing;
     *     empty if nothing changed
     */
    public static String changes(Abi abi, Struct struct, Region before, Region now) {
        if (StructFields.named(struct).size() <= StructFields.SHOWN_WHOLE
                || struct.members().stream().anyMatch(field -> field.count() == 0)
                || before.size() < struct.size()
                || now.size() < struct.size()) {
            return null;
        }
        return StructFields.changed(struct, before, now).stream()
                .map(shown -> shown.name() + ": " + shown.text(abi, now))
                .collect(Collectors.joining(", "));
    }

    private static String pointee(
            Abi abi,
            Struct struct,
            Field field,
            Region region,
            long address,
            List<Pointer> pointers,
            Region... reached) {
        for (Pointer pointer : pointers) {
            for (Region memory : reached) {
                if (pointer.field().equals(field.name())
                        && !pointer.data().equals("memory")
                        && memory.address() == address) {
                    long told = pointer.bytes(
                            name -> StructFields.value(struct.field(name), region, struct.offset(name)), abi::constant);
                    long bytes = told < 0 ? memory.size() : told;
                    boolean number = bytes == Byte.BYTES
                            || bytes == Short.BYTES
                            || bytes == Integer.BYTES
                            || bytes == Long.BYTES;
                    return number && bytes <= memory.size()
                            ? " -> 0x" + Long.toHexString(memory.get(0, (int) bytes))
                            : "";
                }
            }
        }
        return "";
    }
}
