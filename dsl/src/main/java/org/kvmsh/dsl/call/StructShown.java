package org.kvmsh.dsl.call;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.dsl.script.Bits64;

/** A struct as a person reads it: a line for each field, numbers by the names that headers have for them. */
final class StructShown {
    /** An array of fewer elements is shown whole. */
    private static final int LEAST_LONG = 8;
    /** This many adjacent elements of 0 are shown as one range. */
    private static final int LEAST_RANGE = 4;

    private final StructValue value;
    private final Struct struct;

    private StructShown(StructValue value) {
        this.value = value;
        this.struct = value.layout();
    }

    static String of(StructValue value) {
        // Each read of memory on a remote board is a call.
        return new StructShown(value.bytes() instanceof OwnBytes ? value : value.copy()).text();
    }

    /** A value of one field, or of one element of its array. */
    static String of(StructValue value, Field field, int index, Object shown) {
        return new StructShown(value).show(shown, field, index);
    }

    /** The fields that are not zero, each in a line. */
    static List<String> filled(StructValue value) {
        StructShown shown = new StructShown(value.bytes() instanceof OwnBytes ? value : value.copy());
        return shown.fields()
                .filter(field -> !shown.isZero(field))
                .map(shown::line)
                .toList();
    }

    private String text() {
        return fields().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(Field field) {
        if (field.count() >= LEAST_LONG && !field.isPadding() && isZero(field)) {
            return field.name() + "[0.." + (field.count() - 1) + "]: 0";
        }
        return field.name() + ": " + show(value.get(field.name()), field, 0);
    }

    private Stream<Field> fields() {
        Field exit = exit();
        List<Field> members =
                struct.members().stream().filter(field -> !field.isPadding()).toList();
        // Halves of a union without content are unused, and if both are, the first represents them.
        Predicate<Field> unused = field -> !field.isPadding()
                && isZero(field)
                && field.count() != 0
                && members.stream()
                        .anyMatch(other -> other != field
                                && other.overlaps(field)
                                && (!isZero(other)
                                        || other.offset() == field.offset()
                                                && members.indexOf(other) < members.indexOf(field)));
        // __DECLARE_FLEX_ARRAY of linux/stddef.h puts an empty struct before the array.
        return struct.members().stream()
                .filter(field -> field.bytes() != 0
                        && (exit == null || field == exit || !field.overlaps(exit))
                        && (exit != null || !unused.test(field))
                        && !(field.isPadding()
                                && (isZero(field) || members.stream().anyMatch(field::overlaps))));
    }

    /**
     * The part of a kvm_run's union that its exit fills; null for every other struct, whose unions are shown whole, and
     * where there is no exit.
     */
    private Field exit() {
        if (!struct.has("exit_reason") || !struct.has("kvm_valid_regs")) {
            return null;
        }
        Constant reason = ExitReasons.numbered(value.abi(), filled("exit_reason"));
        String part = reason == null ? null : ExitReasons.part(value.abi(), reason.name());
        return struct.field(part != null && struct.has(part) ? part : "padding");
    }

    /** An array at the end is never: it has as many elements as there are. */
    private boolean isZero(Field field) {
        return field.count() != 0
                && IntStream.range(0, field.bytes() * field.count())
                        .allMatch(i -> value.bytes().get(value.base() + field.offset() + i, 1) == 0);
    }

    private String show(Object shown, Field field, int index) {
        if (shown instanceof Long number) {
            return value.isPointee(field.name())
                    ? Bits64.hex(number)
                    : NumberText.of(value.abi(), struct, field, index, number, this::filled);
        }
        if (shown instanceof StructValue inner) {
            String used = field.count() == 1 ? value.abi().memberInUse(struct, field, this::filled) : null;
            if (used != null) {
                return "{" + used + ": "
                        + new StructShown(inner)
                                .show(inner.get(used), inner.layout().field(used), 0) + "}";
            }
            return "{" + inner.toString().replace("\n", ", ") + "}";
        }
        if (shown instanceof List<?> list) {
            return "[" + String.join(", ", elements(list, field)) + "]";
        }
        return shown instanceof BigInteger wide
                ? "0x" + wide.toString(16)
                : shown instanceof byte[] raw ? HexFormat.of().formatHex(raw) : String.valueOf(shown);
    }

    /**
     * The lines of an array: in a long one, consecutive elements that are 0, and structs that are the same, are one
     * range: {@code 4..63: 0}.
     */
    private List<String> elements(List<?> list, Field field) {
        List<String> shown = new ArrayList<>();
        boolean isLong = field.count() == list.size() && list.size() >= LEAST_LONG;
        for (int i = 0; i < list.size(); i++) {
            int end = i;
            while (isLong && end < list.size() && isZero(field, end)) {
                end++;
            }
            if (end - i >= LEAST_RANGE) {
                shown.add(i + ".." + (end - 1) + ": 0");
                i = end - 1;
                continue;
            }
            end = i + 1;
            while (isLong && list.get(i) instanceof StructValue && end < list.size() && isSame(field, i, end)) {
                end++;
            }
            shown.add((end - i >= LEAST_RANGE ? i + ".." + (end - 1) + ": " : "") + show(list.get(i), field, i));
            i = end - i >= LEAST_RANGE ? end - 1 : i;
        }
        return shown;
    }

    private boolean isSame(Field field, int one, int other) {
        long from = value.base() + field.offset();
        return IntStream.range(0, field.bytes())
                .allMatch(i -> value.bytes().get(from + (long) one * field.bytes() + i, 1)
                        == value.bytes().get(from + (long) other * field.bytes() + i, 1));
    }

    private boolean isZero(Field field, int element) {
        long from = value.base() + field.offset() + element * field.bytes();
        return IntStream.range(0, field.bytes()).allMatch(i -> value.bytes().get(from + i, 1) == 0);
    }

    private long filled(String name) {
        Field field = struct.field(name);
        return value.bytes().get(value.base() + field.offset(), Math.min(field.bytes(), Long.BYTES));
    }
}
