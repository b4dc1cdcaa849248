package org.kvmsh.dsl.call;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Puts named values into a struct's bytes: every name and range is checked first, and what a value does not name is 0.
 */
record StructFill(Abi abi, Site site) {
    /** More elements than a kernel accepts in any array, so that a wrong count does not allocate memory. */
    private static final int MOST_ELEMENTS = 1 << 16;

    /** The array at a struct's end whose length is not part of its type, or null. */
    static Field flexible(Struct struct) {
        return struct.members().stream()
                .filter(field -> field.count() == 0)
                .findFirst()
                .orElse(null);
    }

    /**
     * Bytes that a flexible array needs after the struct: those of its list, and those that the adjacent count promises
     * to the kernel.
     */
    long tail(Struct struct, Map<String, ?> values) {
        Field array = flexible(struct);
        if (array == null) {
            return 0;
        }
        Object given = values.get(array.name());
        long elements = given instanceof List<?> list
                ? list.size()
                : given instanceof byte[] raw ? raw.length / array.bytes() : 0;
        String counter = abi.countOf(struct, array);
        Object count = counter == null ? null : values.get(counter);
        return Math.max(elements, count instanceof Number number ? promised(number.longValue()) : 0) * array.bytes();
    }

    /** The number of elements to allocate for the struct's count. */
    static long promised(long count) {
        return count < 0 || count > MOST_ELEMENTS ? 0 : count;
    }

    /** The field of a name; an unknown one is an error with the nearest name. */
    Field field(Struct struct, String name) {
        if (!struct.has(name)) {
            List<String> known = struct.members().stream().map(Field::name).toList();
            throw new ScriptError(
                    site,
                    "struct " + struct.name() + " has no field " + name,
                    Nearest.note(name, known),
                    "it has: " + String.join(", ", known));
        }
        return struct.field(name);
    }

    void fill(Struct struct, Map<String, ?> values, StructBytes into, long base) {
        for (Map.Entry<String, ?> entry : values.entrySet()) {
            String name = entry.getKey();
            if (Pointees.isValue(name, struct, abi)) {
                continue;
            }
            Field field = field(struct, name);
            put(struct, field, entry.getValue(), into, base);
            if (field.count() == 0 && !values.containsKey(abi.countOf(struct, field))) {
                count(struct, field, (into.size() - base - field.offset()) / field.bytes(), into, base);
            }
        }
    }

    /** The field that counts a flexible array's elements. */
    void count(Struct struct, Field array, long size, StructBytes into, long base) {
        String counter = abi.countOf(struct, array);
        if (counter != null) {
            put(struct, struct.field(counter), size, into, base);
        }
    }

    void put(Struct struct, Field field, Object value, StructBytes into, long base) {
        String what = struct.name() + "." + field.name();
        if (field.count() == 1) {
            element(field, what, value, into, base + field.offset());
        } else {
            array(field, what, value, into, base + field.offset());
        }
    }

    private void array(Field field, String what, Object value, StructBytes into, long offset) {
        byte[] whole;
        if (value instanceof byte[] raw && field.bytes() == 1) {
            checkCount(field, what, raw.length);
            whole = raw;
        } else if (value instanceof List<?> list) {
            checkCount(field, what, list.size());
            // Apart from the struct first: the list's elements may be those of the array itself.
            StructBytes apart = StructBytes.own(new byte[list.size() * field.bytes()], into.order());
            for (int i = 0; i < list.size(); i++) {
                element(field, what + "[" + i + "]", list.get(i), apart, (long) i * field.bytes());
            }
            whole = apart.bytes(0, (int) apart.size());
        } else {
            throw new ScriptError(site, what + " is an array: pass a list, not '" + value + "'");
        }
        if (field.count() == 0) {
            into.resize(offset + whole.length);
        } else {
            into.write(offset, new byte[field.count() * field.bytes()]);
        }
        into.write(offset, whole);
    }

    private void checkCount(Field field, String what, int given) {
        if (field.count() > 0 && given > field.count()) {
            throw new ScriptError(site, what + " has " + field.count() + " elements, but " + given + " were given");
        }
    }

    /** One element of an array, or a field that is not an array. */
    void element(Field field, String what, Object value, StructBytes into, long offset) {
        if (field.isScalar()) {
            number(field, what, value, into, offset);
            return;
        }
        Struct struct = abi.struct(field.type());
        StructBytes apart;
        if (value instanceof StructValue given) {
            StructLayout.check(given, struct, abi, what, site);
            apart = StructBytes.own(given.bytesOf(struct.size()), into.order());
        } else if (value instanceof Map<?, ?> inner) {
            @SuppressWarnings("unchecked")
            Map<String, ?> named = (Map<String, ?>) inner;
            apart = StructBytes.own(new byte[struct.size()], into.order());
            fill(struct, named, apart, 0);
        } else {
            throw new ScriptError(
                    site,
                    what + " is a struct " + field.type() + ": pass its fields, not '" + value + "'",
                    "try: [" + struct.members().get(0).name() + ": 0]");
        }
        into.write(offset, apart.bytes(0, struct.size()));
    }

    private void number(Field field, String what, Object value, StructBytes into, long offset) {
        if (value instanceof byte[] && field.bytes() == Long.BYTES) {
            // Bytes for a pointer: their address is only known at the call.
            return;
        }
        new FieldNumber(field, offset)
                .write(into, value instanceof Memory memory ? (Object) memory.getAddress() : value, what, site);
    }
}
