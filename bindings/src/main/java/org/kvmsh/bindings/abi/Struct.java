package org.kvmsh.bindings.abi;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layout of a struct that goes to or comes from the kernel. */
public final class Struct {
    private final String name;
    private final int size;
    private final String origin;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    Struct(String name, int size, String origin, List<Field> fields) {
        this.name = name;
        this.size = size;
        this.origin = origin;
        fields.forEach(f -> this.fields.put(f.name(), f));
    }

    public String name() {
        return name;
    }

    /** Bytes, a flexible tail not counted. */
    public int size() {
        return size;
    }

    /** The header or mail that defines it. */
    public String origin() {
        return origin;
    }

    public Collection<Field> fields() {
        return fields.values();
    }

    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** The field of that name; an unknown one is a mistake of the caller's. */
    public Field field(String field) {
        Field found = fields.get(field);
        if (found == null) {
            throw new IllegalArgumentException("struct " + name + " has no field " + field);
        }
        return found;
    }

    /** The offset of a field, for those who read it often. */
    public int offset(String field) {
        return field(field).offset();
    }
}
