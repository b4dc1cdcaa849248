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

/** What one exit reason has in kvm_run's union, by the kernel's own names; a view that holds until the next KVM_RUN. */
public final class ExitFields {
    private final Abi abi;
    private final Struct layout;
    private final Region run;
    /** Dotted names from the part on; one that is a number itself has an empty name. */
    private final List<Field> fields;
    private final String part;
    private final Map<String, Field> byName = new HashMap<>();

    private ExitFields(Abi abi, Struct layout, Region run, String part, List<Field> fields) {
        this.abi = abi;
        this.layout = layout;
        this.run = run;
        this.part = part;
        this.fields = fields;
        fields.forEach(field -> byName.put(name(field), field));
    }

    /** @param part the member of kvm_run; null for a reason that fills none */
    static ExitFields of(Abi abi, Struct layout, String part, Region run) {
        List<Field> own = new ArrayList<>();
        if (part != null && layout.has(part)) {
            for (Field field : layout.fields()) {
                if (field.name().equals(part) || field.name().startsWith(part + ".")) {
                    own.add(field);
                }
            }
        }
        return new ExitFields(abi, layout, run, part, own);
    }

    /** The kernel's names, without padding. */
    public List<String> names() {
        return fields.stream().filter(field -> !field.isPadding()).map(this::name).toList();
    }

    /** Whether there is a field of a name, which is no padding. */
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
        throw new IllegalArgumentException("this exit has no field " + name + "; it has " + String.join(" ", names()));
    }

    /** Whether a field, or an element of it, has 64 bits. */
    public boolean isWide(String name) {
        return field(name).bytes() >= Long.BYTES;
    }

    /** A number, or of an array the list of its elements. */
    public Object get(String name) {
        Field field = field(name);
        if (field.count() == 1) {
            return value(field, 0);
        }
        List<Long> elements = new ArrayList<>();
        for (int i = 0; i < field.count(); i++) {
            elements.add(value(field, i));
        }
        return elements;
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

    /** Gives a number to a field. */
    void put(String name, long value) {
        Field field = field(name);
        run.put(field.offset(), Math.min(field.bytes(), Long.BYTES), value);
    }

    private long value(Field field, int index) {
        return run.get(field.offset() + (long) index * field.bytes(), Math.min(field.bytes(), Long.BYTES));
    }

    private long filled(String path) {
        return value(layout.field(path), 0);
    }

    /** Of an array the first element. */
    public void set(String name, Object value) {
        if (!(value instanceof Number number)) {
            throw new IllegalArgumentException(name + " takes a number, and '" + value + "' is none");
        }
        put(name, number.longValue());
    }

    /** Every field but zeros of arrays: {@code index: 0x10, data: 0x0}. */
    @Override public String toString() {
        List<String> shown = new ArrayList<>();
        for (String name : names()) {
            Field field = field(name);
            for (int i = 0; i < field.count(); i++) {
                long value = value(field, i);
                if (field.count() == 1 || value != 0) {
                    shown.add(name + (field.count() == 1 ? "" : "[" + i + "]") + ": " + NumberText.inHex(abi, layout, field, i, value, this::filled));
                }
            }
        }
        return String.join(", ", shown);
    }
}
