package org.kvmsh.dsl.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** The fields in which two structs of one layout differ, or the registers in which two stops do. */
public final class StructDifference {
    /** A field with its value in each of the two, as displayed; empty where an array is shorter. */
    private record Changed(String name, String before, String after, Object one, Object other) {
        @Override
        public String toString() {
            return name + ": " + before + " -> " + after;
        }
    }

    private final List<Changed> changed = new ArrayList<>();

    private StructDifference() {}

    public static StructDifference of(StructValue one, StructValue other) {
        StructDifference difference = new StructDifference();
        difference.compare("", one, other);
        return difference;
    }

    /** The difference between registers, by their names; one that only one of the two has is left out. */
    public static StructDifference of(Map<String, Long> one, Map<String, Long> other) {
        StructDifference difference = new StructDifference();
        other.forEach((name, value) -> {
            Long before = one.get(name);
            if (before != null && !before.equals(value)) {
                difference.changed.add(new Changed(name, Bits64.hex(before), Bits64.hex(value), before, value));
            }
        });
        return difference;
    }

    /** Something besides fields and registers differs. */
    public void add(String name, String before, String after) {
        changed.add(new Changed(name, before, after, before, after));
    }

    @Word(
            value = "the names of the fields (in struct order) or registers that differ",
            example = "diff(before, s).names")
    public List<String> getNames() {
        return changed.stream().map(Changed::name).toList();
    }

    /** Takes what a number is in the one and in the other, by its field's name. */
    public interface Numbers {
        void differ(String name, long one, long other);
    }

    /** Reports each number that differs, in the order of the struct. */
    public void numbers(Numbers told) {
        changed.stream()
                .filter(field -> field.one instanceof Number && field.other instanceof Number)
                .forEach(field ->
                        told.differ(field.name, ((Number) field.one).longValue(), ((Number) field.other).longValue()));
    }

    private void compare(String path, StructValue one, StructValue other) {
        List<Field> named = one.layout().members().stream()
                .filter(field -> !field.isPadding())
                .toList();
        for (Field field : one.layout().members()) {
            // Padding that is another member's bytes too, in a union, is compared there.
            if (field.bytes() != 0 && !(field.isPadding() && named.stream().anyMatch(field::overlaps))) {
                compare(path, field, one, other);
            }
        }
    }

    private void compare(String path, Field field, StructValue one, StructValue other) {
        Object before = one.get(field.name());
        Object after = other.get(field.name());
        if (before instanceof StructArray<?> list && after instanceof StructArray<?> others) {
            for (int i = 0; i < Math.max(list.size(), others.size()); i++) {
                compare(
                        path + field.name() + "[" + i + "]",
                        field,
                        i,
                        i < list.size() ? list.get(i) : null,
                        i < others.size() ? others.get(i) : null,
                        one,
                        other);
            }
        } else {
            compare(path + field.name(), field, 0, before, after, one, other);
        }
    }

    private void compare(
            String name, Field field, int index, Object before, Object after, StructValue one, StructValue other) {
        if (before instanceof StructValue inner && after instanceof StructValue others) {
            compare(name + ".", inner, others);
        } else if (!Objects.deepEquals(before, after)) {
            changed.add(new Changed(
                    name, shown(one, field, index, before), shown(other, field, index, after), before, after));
        }
    }

    private static String shown(StructValue struct, Field field, int index, Object value) {
        return value == null ? "nothing" : StructShown.of(struct, field, index, value);
    }

    @Override
    public String toString() {
        return changed.isEmpty()
                ? "no difference"
                : changed.stream().map(Changed::toString).collect(Collectors.joining("\n"));
    }
}
