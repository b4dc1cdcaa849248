package org.kvmsh.bindings.kvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;

/**
 * The fields of one exit reason in kvm_run's union, by the kernel's names; a view that is valid until the next KVM_RUN.
 */
public final class ExitFields {
    private final Abi abi;
    private final Struct layout;
    private final Region run;
    /** Dotted names from the part on; one that is a number itself has an empty name. */
    private final List<Field> fields;

    private final String part;
    private final Map<String, Field> byName = new HashMap<>();
    private final boolean isKept;

    private ExitFields(Abi abi, Struct layout, Region run, String part, List<Field> fields, boolean isKept) {
        this.abi = abi;
        this.layout = layout;
        this.run = run;
        this.part = part;
        this.fields = fields;
        this.isKept = isKept;
        fields.forEach(field -> byName.put(name(field), field));
    }

    /**
     * @param part the member of kvm_run; null if the reason has none
     * @param isKept whether it is a read-only copy
     */
    static ExitFields of(Abi abi, Struct layout, String part, Region run, boolean isKept) {
        List<Field> own = new ArrayList<>();
        if (part != null && layout.has(part)) {
            for (Field field : layout.fields()) {
                if (field.name().equals(part) || field.name().startsWith(part + ".")) {
                    own.add(field);
                }
            }
        }
        return new ExitFields(abi, layout, run, part, own, isKept);
    }

    /** The kernel's names, without padding. */
    public List<String> names() {
        return fields.stream()
                .filter(field -> !field.isPadding())
                .map(this::name)
                .toList();
    }

    /** Whether there is a field of that name that is not padding. */
    public boolean has(String name) {
        Field field = byName.get(name);
        return field != null && !field.isPadding();
    }

    private String name(Field field) {
        return field.name().equals(part) ? part : field.name().substring(part.length() + 1);
    }

    private Field field(String name) {
        Field known = byName.get(name);
        if (known != null) {
            return known;
        }
        throw new IllegalArgumentException("this exit has no " + name + "; it has: " + String.join(", ", roots()));
    }

    /** Whether a name is that of a nested struct or union: {@code arch} of KVM_EXIT_DEBUG. */
    public boolean isGroup(String name) {
        return !byName.containsKey(name) && byName.keySet().stream().anyMatch(field -> field.startsWith(name + "."));
    }

    /** The names before the first dot: {@code arch} of {@code arch.pc}. */
    public List<String> roots() {
        return names().stream()
                .map(name -> name.replaceFirst("\\..*", ""))
                .distinct()
                .toList();
    }

    /** The fields of a group. */
    public ExitFields group(String name) {
        return of(abi, layout, part + "." + name, run, isKept);
    }

    /**
     * Whether a field, or an element of it, has 64 bits.
     *
     * @throws IllegalArgumentException if the exit has no such field
     */
    public boolean isWide(String name) {
        return field(name).bytes() >= Long.BYTES;
    }

    /**
     * Reads a field: a number, of an array the list of its elements, of a struct in it the fields of that.
     *
     * @throws IllegalArgumentException if the exit has no such field
     */
    public Object get(String name) {
        if (isGroup(name)) {
            return group(name);
        }
        Field field = field(name);
        return field.count() == 1 ? (Object) value(field, 0) : numbers(name, null);
    }

    /** @param refusal why its elements cannot be assigned; null if they can */
    ExitNumbers numbers(String name, String refusal) {
        Field field = field(name);
        return new ExitNumbers(
                run,
                field.offset(),
                field.bytes(),
                field.count(),
                isKept && refusal == null ? ExitNumbers.KEPT : refusal);
    }

    /** A number, for those who read it at every exit. */
    long number(String name) {
        return value(field(name), 0);
    }

    /** An element of an array. */
    long number(String name, int index) {
        Field field = field(name);
        return value(field, Objects.checkIndex(index, field.count()));
    }

    /** Assigns a number to a field. */
    void put(String name, long value) {
        Field field = field(name);
        run.put(field.offset(), Math.min(field.bytes(), Long.BYTES), value);
    }

    /** Assigns a number to an element of an array. */
    void put(String name, int index, long value) {
        Field field = field(name);
        run.put(
                field.offset() + (long) Objects.checkIndex(index, field.count()) * field.bytes(),
                Math.min(field.bytes(), Long.BYTES),
                value);
    }

    private long value(Field field, int index) {
        return run.get(field.offset() + (long) index * field.bytes(), Math.min(field.bytes(), Long.BYTES));
    }

    private long filled(String path) {
        return value(layout.field(path), 0);
    }

    /**
     * Assigns a number to a field, which the kernel sees at the next KVM_RUN if it reads the field back.
     *
     * @throws IllegalArgumentException if the exit has no such field, if it cannot be assigned, or if the value is no
     *     integer of at most 64 bits
     */
    public void set(String name, Object value) {
        if (isGroup(name)) {
            throw new IllegalArgumentException(name + " is a struct with the fields "
                    + String.join(" ", group(name).names()));
        }
        Field field = field(name);
        if (field.count() != 1) {
            throw new IllegalArgumentException(
                    name + " has " + field.count() + " numbers; assign to one of them, such as " + name + "[0]");
        }
        if (isKept) {
            throw new IllegalArgumentException(ExitNumbers.KEPT);
        }
        put(name, ExitNumbers.bits(value));
    }

    /** Every field but zeros of arrays: {@code index: 0x10, data: 0x0}. */
    @Override
    public String toString() {
        List<String> shown = new ArrayList<>();
        for (String name : names()) {
            Field field = field(name);
            for (int i = 0; i < field.count(); i++) {
                long value = value(field, i);
                if (field.count() == 1 || value != 0) {
                    shown.add(name + (field.count() == 1 ? "" : "[" + i + "]") + ": "
                            + NumberText.inHex(abi, layout, field, i, value, this::filled));
                }
            }
        }
        return String.join(", ", shown);
    }
}
