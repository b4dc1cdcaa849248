package org.kvmsh.bindings.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Struct;

/**
 * The fields of a struct's bytes that a reader is shown: of a struct with few fields each one, of a larger one those
 * that are not zero.
 */
public final class StructFields {
    /**
     * The most fields of a struct that is shown whole; of one with more, and of an array always, only those that are
     * not zero are shown.
     */
    static final int SHOWN_WHOLE = 8;

    private static final int SHOWN_ELEMENTS = 8;

    private StructFields() {}

    /**
     * A field's value.
     *
     * @param name with the element's index, and after the array's name if it is an element's field
     * @param in the struct that has the field
     * @param base the offset at which that struct begins, in bytes
     * @param index of the element; 0 if the field is no array
     * @param value unsigned; the low 64 bits of a wider field
     */
    public record Shown(String name, Struct in, long base, Field field, int index, long value) {
        String text(Abi abi, Region region) {
            return NumberText.of(
                    abi,
                    in,
                    field,
                    index,
                    value,
                    other -> StructFields.value(in.field(other), region, base + in.offset(other)));
        }
    }

    /**
     * The fields of a struct that a reader is shown, in order; of a flexible array of up to 8 elements each one's, of a
     * longer one none.
     *
     * @param region the struct's bytes from offset 0 on
     */
    public static List<Shown> of(Abi abi, Struct struct, Region region) {
        List<Shown> shown = new ArrayList<>();
        Predicate<Field> inUse = inUse(abi, struct, region, 0);
        List<Field> fields = named(struct).stream().filter(inUse).toList();
        for (Field field : struct.fields().stream().filter(inUse).toList()) {
            for (int i = 0; i < field.count(); i++) {
                long value = value(field, region, field.offset() + (long) i * field.bytes());
                if (value != 0 && !isCovered(field, fields)
                        || !field.isPadding() && field.count() == 1 && fields.size() <= SHOWN_WHOLE) {
                    shown.add(new Shown(name(field, i), struct, 0, field, i, value));
                }
            }
        }
        for (Field array : struct.members()) {
            if (array.count() == 0) {
                flexible(abi, struct, array, region, shown);
            }
        }
        return shown;
    }

    /** The fields that differ from the struct's earlier content. */
    static List<Shown> changed(Struct struct, Region before, Region now) {
        List<Shown> shown = new ArrayList<>();
        List<Field> fields = named(struct);
        for (Field field : struct.fields()) {
            for (int i = 0; i < field.count(); i++) {
                long offset = field.offset() + (long) i * field.bytes();
                long value = value(field, now, offset);
                if (value != value(field, before, offset) && !isCovered(field, fields)) {
                    shown.add(new Shown(name(field, i), struct, 0, field, i, value));
                }
            }
        }
        return shown;
    }

    /**
     * The first elements of an array behind the struct, where it is known how many there are; a longer one is its count
     * alone.
     */
    private static void flexible(Abi abi, Struct struct, Field array, Region region, List<Shown> shown) {
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
            for (Field field : inner == null
                    ? List.of(struct.field(element))
                    : inner.fields().stream()
                            .filter(inUse(abi, inner, region, base))
                            .toList()) {
                long value = value(field, region, base + field.offset());
                if (value != 0 && !(inner != null && isCovered(field, inner.fields()))) {
                    shown.add(
                            inner == null
                                    ? new Shown(element, struct, 0, field, 0, value)
                                    : new Shown(element + "." + field.name(), inner, base, field, 0, value));
                }
            }
        }
    }

    /** Whether a number is of no union's unused member: of a union whose member in use no table has, each is shown. */
    private static Predicate<Field> inUse(Abi abi, Struct struct, Region region, long base) {
        Predicate<Field> shown = field -> true;
        for (Field member : struct.members()) {
            String used = member.isScalar() || member.count() != 1
                    ? null
                    : abi.memberInUse(
                            struct, member, other -> value(struct.field(other), region, base + struct.offset(other)));
            if (used != null) {
                String prefix = member.name() + ".";
                String chosen = prefix + used;
                shown = shown.and(field -> !field.name().startsWith(prefix)
                        || field.name().equals(chosen)
                        || field.name().startsWith(chosen + "."));
            }
        }
        return shown;
    }

    private static String name(Field field, int index) {
        return field.name() + (field.count() > 1 ? "[" + index + "]" : "");
    }

    static List<Field> named(Struct struct) {
        return struct.fields().stream().filter(field -> !field.isPadding()).toList();
    }

    /** Whether a field is the padding of another union member, whose bytes are shown there. */
    private static boolean isCovered(Field field, List<Field> fields) {
        return field.isPadding() && fields.stream().anyMatch(other -> !other.isPadding() && other.overlaps(field));
    }

    /** The value of a field: of a number wider than 64 bits the low half, of a bit field its bits. */
    static long value(Field field, Region region, long offset) {
        long value = region.get(offset, Math.min(field.bytes(), Long.BYTES));
        return field.width() == 0 ? value : value >>> field.bit() & (1L << field.width()) - 1;
    }
}
