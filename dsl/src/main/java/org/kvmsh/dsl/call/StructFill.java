package org.kvmsh.dsl.call;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** Puts named values into a struct's bytes: every name and range is checked, and what is not named is 0. */
final class StructFill {
    private final Abi abi;
    private final Site site;

    StructFill(Abi abi, Site site) {
        this.abi = abi;
        this.site = site;
    }

    /** Bytes that lists for a flexible array need after the struct. */
    long tail(Struct struct, Map<String, ?> values) {
        for (Field field : struct.members()) {
            if (field.count() == 0 && values.get(field.name()) instanceof List<?> list) {
                return (long) list.size() * field.bytes();
            }
        }
        return 0;
    }

    void fill(Struct struct, Map<String, ?> values, Region into, long base) {
        for (Map.Entry<String, ?> entry : values.entrySet()) {
            String name = entry.getKey();
            if (Pointees.isValue(name, struct, abi)) {
                continue;
            }
            if (!struct.has(name)) {
                List<String> known = struct.members().stream().map(Field::name).toList();
                throw new ScriptError(site, "struct " + struct.name() + " has no field " + name, Nearest.note(name, known),
                        "it has " + String.join(" ", known));
            }
            Field field = struct.field(name);
            put(struct, field, entry.getValue(), into, base);
            if (field.count() == 0 && entry.getValue() instanceof List<?> list) {
                count(struct, field, list.size(), values, into, base);
            }
        }
    }

    /** The field that counts a flexible array's elements, unless the script gives it itself. */
    private void count(Struct struct, Field array, int size, Map<String, ?> values, Region into, long base) {
        String counter = abi.countOf(struct.name() + "." + array.name());
        if (counter != null && !values.containsKey(counter)) {
            put(struct, struct.field(counter), size, into, base);
        }
    }

    private void put(Struct struct, Field field, Object value, Region into, long base) {
        String what = struct.name() + "." + field.name();
        if (field.count() == 1) {
            element(field, what, value, into, base + field.offset());
            return;
        }
        if (value instanceof byte[] raw && field.bytes() == 1) {
            checkCount(field, what, raw.length);
            into.write(base + field.offset(), raw);
            return;
        }
        if (!(value instanceof List<?> list)) {
            throw new ScriptError(site, what + " is an array and takes a list, not '" + value + "'");
        }
        checkCount(field, what, list.size());
        for (int i = 0; i < list.size(); i++) {
            element(field, what + "[" + i + "]", list.get(i), into, base + field.offset() + (long) i * field.bytes());
        }
    }

    private void checkCount(Field field, String what, int given) {
        if (field.count() > 0 && given > field.count()) {
            throw new ScriptError(site, what + " has " + field.count() + " elements, and " + given + " are given");
        }
    }

    private void element(Field field, String what, Object value, Region into, long offset) {
        if (!field.isScalar()) {
            if (value instanceof Map<?, ?> inner) {
                @SuppressWarnings("unchecked") Map<String, ?> named = (Map<String, ?>) inner;
                fill(abi.struct(field.type()), named, into, offset);
                return;
            }
            throw new ScriptError(site, what + " is a struct " + field.type() + " and takes its fields, not '" + value + "'",
                    "try: [" + abi.struct(field.type()).members().get(0).name() + ": 0]");
        }
        if (value instanceof byte[] && field.bytes() == Long.BYTES) {
            // Bytes for a pointer: their address is known only when the call is made.
            return;
        }
        long bits = value instanceof Memory memory ? memory.getAddress() : Bits64.of(value, what, site);
        int width = field.width() > 0 ? field.width() : field.bytes() * Byte.SIZE;
        if (width < Long.SIZE && bits >> width != 0 && bits >> width - 1 != -1) {
            throw new ScriptError(site, what + " has " + width + " bits, and " + bits + " (" + Bits64.hex(bits) + ") needs more");
        }
        if (field.width() > 0) {
            long mask = (1L << field.width()) - 1 << field.bit();
            long old = into.get(offset, field.bytes());
            into.put(offset, field.bytes(), old & ~mask | bits << field.bit() & mask);
        } else if (field.bytes() > Long.BYTES) {
            throw new ScriptError(site, what + " has " + field.bytes() + " bytes, which no number has");
        } else {
            into.put(offset, field.bytes(), bits);
        }
    }
}
