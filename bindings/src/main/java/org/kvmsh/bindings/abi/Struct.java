package org.kvmsh.bindings.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The layout of a struct or union that is passed to or from the kernel. */
public final class Struct {
    private final String name;
    private final int size;
    private final boolean union;
    private final String origin;
    private final Map<String, Field> members;
    private final Function<String, Struct> structs;
    private final Map<String, Field> reached = new ConcurrentHashMap<>();
    private List<Field> fields;

    /** @param structs returns the structs that are types of fields */
    Struct(String name, int size, boolean union, String origin, List<Field> members, Function<String, Struct> structs) {
        this.name = name;
        this.size = size;
        this.union = union;
        this.origin = origin;
        this.members = new LinkedHashMap<>();
        members.forEach(f -> this.members.put(f.name(), f));
        this.structs = structs;
    }

    /**
     * A number alone, as the field {@code value}: the argument of ioctls that take no struct.
     *
     * @param type u8 to u64, s8 to s64, as {@link Field#type}
     */
    public static Struct scalar(String type) {
        Field value = new Field("value", type, Field.scalarBytes(type), 1, 0, 0, 0);
        return new Struct(type, value.bytes(), false, "", List.of(value), none -> null);
    }

    /** The C name without "struct". */
    public String name() {
        return name;
    }

    /** The size in bytes, without a flexible array at the end. */
    public int size() {
        return size;
    }

    /** Whether it is a union. */
    public boolean isUnion() {
        return union;
    }

    /** The header or mail that defines it. */
    public String origin() {
        return origin;
    }

    /** The fields as the header has them, those that are structs too. */
    public List<Field> members() {
        return List.copyOf(members.values());
    }

    /** The numbers in it, those in structs that it holds by dotted names; of an array of structs each element's. */
    public synchronized List<Field> fields() {
        if (fields == null) {
            List<Field> all = new ArrayList<>();
            members.values().forEach(member -> flatten(member, all));
            fields = List.copyOf(all);
        }
        return fields;
    }

    private void flatten(Field member, List<Field> into) {
        if (member.isScalar()) {
            into.add(member);
            return;
        }
        Struct inner = structs.apply(member.type());
        for (int i = 0; i < member.count(); i++) {
            Field holder = member.count() == 1 ? member : member.element(i);
            inner.fields().forEach(f -> into.add(f.within(holder.name(), holder.offset())));
        }
    }

    /** Whether there is a field of this name, dotted and with indices if it is nested. */
    public boolean has(String field) {
        return find(field) != null;
    }

    /**
     * A field by its name, dotted and with indices if it is nested: {@code cs.base}.
     *
     * @throws IllegalArgumentException if the struct has no such field
     */
    public Field field(String field) {
        Field found = find(field);
        if (found == null) {
            throw new IllegalArgumentException("struct " + name + " has no field " + field);
        }
        return found;
    }

    private Field find(String path) {
        Field known = reached.get(path);
        if (known == null) {
            known = reach(path);
            if (known != null) {
                reached.put(path, known);
            }
        }
        return known;
    }

    private Field reach(String path) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        int bracket = first.indexOf('[');
        Field member = members.get(bracket < 0 ? first : first.substring(0, bracket));
        if (member == null) {
            return null;
        }
        if (bracket >= 0) {
            int index = Integer.parseInt(first, bracket + 1, first.length() - 1, 10);
            if (index < 0 || member.count() > 0 && index >= member.count()) {
                return null;
            }
            member = member.element(index);
        }
        if (dot < 0) {
            return member;
        }
        Field inner = member.isScalar() ? null : structs.apply(member.type()).reach(path.substring(dot + 1));
        return inner == null ? null : inner.within(member.name(), member.offset());
    }

    /** The offset of a field, for those who read it often. */
    public int offset(String field) {
        return field(field).offset();
    }
}
