package org.kvmsh.bindings.kernel;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;

/** A struct's bytes in words: {@code slot: 0, guest_phys_addr: 0x0}. */
public final class StructText {
    /** Of a struct with more fields than this, only those that are not zero are shown; of an array always. */
    private static final int SHOWN_WHOLE = 8;
    private static final int SHOWN_ELEMENTS = 8;

    private StructText() { }

    /** @param reached what pointers in the struct lead to: a number there is shown too, {@code addr: 0x7f00 -> 0x28} */
    public static String of(Abi abi, Struct struct, Region region, Region... reached) {
        List<String> shown = new ArrayList<>();
        List<Pointer> pointers = reached.length == 0 ? List.of() : abi.pointers(struct);
        List<Field> fields = struct.fields().stream().filter(field -> !field.isPadding()).toList();
        for (Field field : struct.fields()) {
            for (int i = 0; i < field.count(); i++) {
                long value = value(field, region, field.offset() + (long) i * field.bytes());
                if (value != 0 && !isCovered(field, fields) || !field.isPadding() && field.count() == 1 && fields.size() <= SHOWN_WHOLE) {
                    shown.add(field.name() + (field.count() > 1 ? "[" + i + "]" : "") + ": "
                            + NumberText.of(abi, struct, field, i, value, name -> value(struct.field(name), region, struct.offset(name)))
                            + pointee(abi, struct, field, region, value, pointers, reached));
                }
            }
        }
        for (Field array : struct.members()) {
            if (array.count() == 0) {
                flexible(abi, struct, array, region, shown);
            }
        }
        return String.join(", ", shown);
    }

    /**
     * The fields that differ from the struct's earlier content; null for a struct with so few fields that all are shown.
     *
     * @param before the struct's bytes then
     */
    public static String changes(Abi abi, Struct struct, Region before, Region now) {
        List<Field> fields = struct.fields().stream().filter(field -> !field.isPadding()).toList();
        if (fields.size() <= SHOWN_WHOLE || struct.members().stream().anyMatch(field -> field.count() == 0) || before.size() < struct.size() || now.size() < struct.size()) {
            return null;
        }
        List<String> shown = new ArrayList<>();
        for (Field field : struct.fields()) {
            for (int i = 0; i < field.count(); i++) {
                long offset = field.offset() + (long) i * field.bytes();
                long value = value(field, now, offset);
                if (value != value(field, before, offset) && !isCovered(field, fields)) {
                    shown.add(field.name() + (field.count() > 1 ? "[" + i + "]" : "") + ": "
                            + NumberText.of(abi, struct, field, i, value, name -> value(struct.field(name), now, struct.offset(name))));
                }
            }
        }
        return String.join(", ", shown);
    }

    /** The first elements of an array behind the struct, where it is known how many there are; a longer one is its count alone. */
    private static void flexible(Abi abi, Struct struct, Field array, Region region, List<String> shown) {
        String counter = abi.countOf(struct, array);
        long count = counter == null ? 0 : value(struct.field(counter), region, struct.offset(counter));
        int bytes = array.isScalar() ? array.bytes() : abi.struct(array.type()).size();
        if (count < 1 || count > SHOWN_ELEMENTS || region.size() < array.offset() + count * bytes) {
            return;
        }
        for (int i = 0; i < count; i++) {
            String element = array.name() + "[" + i + "]";
            Struct inner = array.isScalar() ? null : abi.struct(array.type());
            long base = inner == null ? 0 : array.offset() + (long) i * bytes;
            for (Field field : inner == null ? List.of(struct.field(element)) : inner.fields()) {
                long value = value(field, region, base + field.offset());
                if (value != 0 && !(inner != null && isCovered(field, inner.fields()))) {
                    shown.add(inner == null ? element + ": " + NumberText.of(abi, struct, field, 0, value, none -> 0)
                            : element + "." + field.name() + ": " + NumberText.of(abi, inner, field, 0, value, name -> value(inner.field(name), region, base + inner.offset(name))));
                }
            }
        }
    }

    /** Whether a field is the padding of another union member, whose bytes are shown there. */
    private static boolean isCovered(Field field, List<Field> fields) {
        return field.isPadding() && fields.stream().anyMatch(other -> !other.isPadding() && other.overlaps(field));
    }

    private static String pointee(Abi abi, Struct struct, Field field, Region region, long address, List<Pointer> pointers, Region... reached) {
        for (Pointer pointer : pointers) {
            for (Region memory : reached) {
                if (pointer.field().equals(field.name()) && !pointer.data().equals("memory") && memory.address() == address) {
                    long told = pointer.bytes(name -> value(struct.field(name), region, struct.offset(name)), abi);
                    long bytes = told < 0 ? memory.size() : told;
                    boolean number = bytes == Byte.BYTES || bytes == Short.BYTES || bytes == Integer.BYTES || bytes == Long.BYTES;
                    return number && bytes <= memory.size() ? " -> 0x" + Long.toHexString(memory.get(0, (int) bytes)) : "";
                }
            }
        }
        return "";
    }

    /** Of a number wider than 64 bits the low half, of a bit field its bits. */
    private static long value(Field field, Region region, long offset) {
        long value = region.get(offset, Math.min(field.bytes(), Long.BYTES));
        return field.width() == 0 ? value : value >>> field.bit() & (1L << field.width()) - 1;
    }
}
