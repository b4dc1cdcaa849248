package org.kvmsh.dsl.call;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.dsl.config.ArgumentValue;
import org.kvmsh.dsl.script.ByName;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * A struct of the kernel's with its fields by name: numbers, arrays, and structs in it, which are views of the same
 * bytes. Its bytes are a script's own, or memory of a board.
 */
public final class StructValue implements ArgumentValue, ByName {
    /** {@code ioctl(KVM_ALLOCATE_RMA).answer}: the number returned with the struct, here a descriptor. */
    static final String ANSWER = "answer";

    private final Abi abi;
    private final Struct struct;
    private final StructBytes bytes;
    private final long base;

    /**
     * The targets of the pointers, by field, and null for a struct inside another: a number or bytes that a call is
     * given, the script's memory, or its own address.
     */
    private final Map<String, Object> pointees;

    /** Counts of arrays that the script set itself. */
    private final Set<String> counts;

    /** The result of the call itself; 0 for a struct of a script's own. */
    private final long answer;

    /** An address that a script put into a pointer field itself. */
    private record Address(long value) {}

    private StructValue(
            Abi abi,
            Struct struct,
            StructBytes bytes,
            long base,
            Map<String, Object> pointees,
            Set<String> counts,
            long answer) {
        this.abi = abi;
        this.struct = struct;
        this.bytes = bytes;
        this.base = base;
        this.pointees = pointees;
        this.counts = counts;
        this.answer = answer;
    }

    /** A struct at the start of some bytes: a script's own, or those of a board. */
    public static StructValue of(Abi abi, Struct struct, StructBytes bytes) {
        return new StructValue(abi, struct, bytes, 0, new LinkedHashMap<>(), new HashSet<>(), 0);
    }

    /** The result of an ioctl. */
    static StructValue answered(Abi abi, Struct struct, StructBytes bytes, Map<String, Object> pointees, long answer) {
        return new StructValue(abi, struct, bytes, 0, new LinkedHashMap<>(pointees), new HashSet<>(), answer);
    }

    /** {@code struct 'kvm_cpuid2', entries: […]}: one of zeroes with these fields. */
    public static StructValue create(Abi abi, Struct struct, Map<String, ?> values, Site site) {
        StructValue made = of(abi, struct, StructBytes.own(new byte[struct.size()], abi.order()));
        values.forEach((name, value) -> made.set(name, value, site));
        return made;
    }

    /** {@code s.cr0}: a number, an array or a struct. */
    @Override
    public Object get(String name) {
        String pointer = pointer(name);
        if (isPointee(pointer)) {
            Object led = pointees.get(pointer);
            return led instanceof Address address ? (Object) address.value() : led;
        }
        if (name.equals(ANSWER) && !struct.has(ANSWER)) {
            return answer;
        }
        Field field = new StructFill(abi, Site.UNKNOWN).field(struct, name);
        return field.count() == 1 ? element(field, 0) : new StructArray<>(this, field);
    }

    /** {@code s.cr4 = 0x20}; a struct that is assigned is copied. */
    @Override
    public void set(String name, Object value) {
        set(name, value, Site.UNKNOWN);
    }

    private void set(String name, Object value, Site site) {
        String pointer = pointer(name);
        if (pointer != null && (value instanceof byte[] || value instanceof Memory || !name.equals(pointer))) {
            pointees.put(pointer, value);
            return;
        }
        StructFill fill = new StructFill(abi, site);
        Field field = fill.field(struct, name);
        fill.put(struct, field, value, bytes, base);
        if (pointer != null) {
            pointees.put(pointer, new Address(bytes.get(base + field.offset(), Long.BYTES)));
        }
        String counter = field.count() == 0 ? abi.countOf(struct, field) : null;
        if (counter != null && !counts.contains(counter)) {
            fill.count(struct, field, room(field), bytes, base);
        }
        if (isCounter(name)) {
            counts.add(name);
        }
    }

    /** The pointer field that a name is of: its own, or {@code value} of a struct with one pointer; null for others. */
    private String pointer(String name) {
        List<Pointer> pointers = pointees != null ? abi.pointers(struct) : List.of();
        return pointers.size() == 1 && Pointees.isValue(name, struct, abi)
                ? pointers.get(0).field()
                : pointers.stream()
                        .map(Pointer::field)
                        .filter(name::equals)
                        .findFirst()
                        .orElse(null);
    }

    private boolean isCounter(String name) {
        Field array = StructFill.flexible(struct);
        return array != null && name.equals(abi.countOf(struct, array));
    }

    /** Whether a member has 64 bits or more; false for what is no number. */
    public boolean isWide(String name) {
        return pointer(name) != null
                || struct.has(name)
                        && struct.field(name).bytes() >= Long.BYTES
                        && struct.field(name).width() == 0;
    }

    /** Its layout, which says what it has without reading it. */
    public Struct layout() {
        return struct;
    }

    /** The names of its fields. */
    public List<String> names() {
        return struct.members().stream().map(Field::name).toList();
    }

    /** The number that its call returned; 0 for a script's own struct. */
    public long callResult() {
        return answer;
    }

    Abi abi() {
        return abi;
    }

    /** A copy with its own bytes. */
    @Override
    public StructValue copy() {
        StructBytes own = StructBytes.own(bytesOf(wholeSize()), abi.order());
        return new StructValue(
                abi,
                struct,
                own,
                0,
                pointees == null ? new LinkedHashMap<>() : new LinkedHashMap<>(pointees),
                new HashSet<>(counts),
                answer);
    }

    byte[] bytesOf(long size) {
        return bytes.bytes(base, Math.toIntExact(size));
    }

    /** With the array at its end. */
    long wholeSize() {
        Field array = StructFill.flexible(struct);
        return array == null ? struct.size() : Math.max(struct.size(), array.offset() + room(array) * array.bytes());
    }

    /**
     * Bytes after the struct that a call needs: those of its array, and those that the adjacent count promises to the
     * kernel.
     */
    long tail() {
        Field array = StructFill.flexible(struct);
        String counter = array == null ? null : abi.countOf(struct, array);
        long promised = counter == null ? 0 : StructFill.promised((Long) get(counter)) * array.bytes();
        return Math.max(wholeSize() - struct.size(), promised);
    }

    /** The data that a call finds behind the pointers, as a script's map of fields would have it. */
    Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        for (Pointer pointer : abi.pointers(struct)) {
            Object led = pointees.get(pointer.field());
            if (led instanceof Address address) {
                given.put(pointer.field(), address.value());
            } else if (led instanceof Long || led instanceof BigInteger || led instanceof Integer) {
                given.put(Pointees.VALUE, led);
            } else if (led != null) {
                given.put(pointer.field(), led);
            }
        }
        return given;
    }

    /** Elements that an array at the end has room for. */
    private long room(Field array) {
        return Math.max(0, bytes.size() - base - array.offset()) / array.bytes();
    }

    int count(Field array) {
        if (array.count() != 0) {
            return array.count();
        }
        String counter = abi.countOf(struct, array);
        long counted = counter == null ? Long.MAX_VALUE : (Long) get(counter);
        return (int) Math.min(room(array), counted < 0 ? 0 : counted);
    }

    Object element(Field field, int index) {
        long offset = base + field.offset() + (long) index * field.bytes();
        return field.isScalar()
                ? new FieldNumber(field, offset).read(bytes)
                : new StructValue(abi, abi.struct(field.type()), bytes, offset, null, new HashSet<>(), 0);
    }

    void put(Field field, int index, Object value) {
        new StructFill(abi, Site.UNKNOWN)
                .element(
                        field,
                        struct.name() + "." + field.name() + "[" + index + "]",
                        value,
                        bytes,
                        base + field.offset() + (long) index * field.bytes());
    }

    /** One more element of the array at the end; its count follows. */
    void insert(Field array, int index, Object value) {
        List<Object> all = elements(array);
        all.add(index, value);
        replace(array, all);
    }

    void remove(Field array, int index) {
        List<Object> all = elements(array);
        all.remove(index);
        replace(array, all);
    }

    private List<Object> elements(Field array) {
        if (array.count() != 0) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    struct.name() + "." + array.name() + " is a fixed-size array of " + array.count() + " elements");
        }
        return new ArrayList<>(new StructArray<>(this, array));
    }

    private void replace(Field array, List<Object> all) {
        counts.clear();
        set(array.name(), all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StructValue value
                && StructLayout.isSame(struct, value.struct)
                && StructDifference.of(this, value).getNames().isEmpty();
    }

    @Override
    public int hashCode() {
        return struct.name().hashCode();
    }

    @Override
    public String toString() {
        return StructShown.of(this);
    }

    StructBytes bytes() {
        return bytes;
    }

    long base() {
        return base;
    }

    boolean isPointee(String name) {
        return pointees != null && pointees.containsKey(name);
    }
}
