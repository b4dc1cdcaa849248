package org.kvmsh.dsl.call;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A struct that the kernel gave back, its fields by name: numbers, lists of them, and structs in it. */
public final class StructValue {
    /** {@code ioctl(KVM_ALLOCATE_RMA).answer}: the number beside the struct, a descriptor there. */
    static final String ANSWER = "answer";

    private final Abi abi;
    private final Struct struct;
    private final Region bytes;
    /** Named as no field of the kernel's is: Groovy would find it in place of one, and segments have a base. */
    private final long baseOffset;

    /** What the pointers lead to, by field. */
    private final Map<String, Object> pointees;

    /** What the call itself answered; 0 for a struct inside another. */
    private final long answer;

    StructValue(Abi abi, Struct struct, Region bytes, long base, Map<String, Object> pointees, long answer) {
        this.abi = abi;
        this.struct = struct;
        this.bytes = bytes;
        this.baseOffset = base;
        this.pointees = pointees;
        this.answer = answer;
    }

    /** {@code ioctl(KVM_GET_SREGS).cr0}: a number, a list or a struct. */
    public Object get(String name) {
        if (pointees.containsKey(name)) {
            return pointees.get(name);
        }
        if (pointees.size() == 1 && Pointees.isValue(name, struct, abi)) {
            return pointees.values().iterator().next();
        }
        if (name.equals(ANSWER) && !struct.has(ANSWER)) {
            return answer;
        }
        if (!struct.has(name)) {
            List<String> known = struct.members().stream().map(Field::name).toList();
            throw new ScriptError(Site.UNKNOWN, "struct " + struct.name() + " has no field " + name, Nearest.note(name, known),
                    "it has " + String.join(" ", known));
        }
        Field field = struct.field(name);
        if (field.count() == 1) {
            return element(field, 0);
        }
        int count = field.count() == 0 ? flexibleCount(field) : field.count();
        List<Object> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            elements.add(element(field, i));
        }
        return elements;
    }

    /** Whether a member has 64 bits; false for what is no number. */
    public boolean isWide(String name) {
        return pointees.containsKey(name) || struct.has(name) && struct.field(name).bytes() == Long.BYTES && struct.field(name).width() == 0;
    }

    private int flexibleCount(Field field) {
        long room = (bytes.size() - baseOffset - field.offset()) / field.bytes();
        String counter = abi.countOf(struct.name() + "." + field.name());
        return (int) (counter == null ? room : Math.min(room, (Long) get(counter)));
    }

    private Object element(Field field, int index) {
        long offset = baseOffset + field.offset() + (long) index * field.bytes();
        if (!field.isScalar()) {
            return new StructValue(abi, abi.struct(field.type()), bytes, offset, Map.of(), 0);
        }
        if (field.bytes() > Long.BYTES) {
            return bytes.bytes(offset, field.bytes());
        }
        long value = bytes.get(offset, field.bytes());
        if (field.width() > 0) {
            return value >>> field.bit() & (1L << field.width()) - 1;
        }
        int unused = Long.SIZE - field.bytes() * Byte.SIZE;
        return field.type().startsWith("s") ? value << unused >> unused : value;
    }

    @Override public String toString() {
        List<Field> members = struct.members().stream().filter(field -> !field.isPadding()).toList();
        StringBuilder text = new StringBuilder();
        for (Field field : struct.members()) {
            // __DECLARE_FLEX_ARRAY of linux/stddef.h puts an empty struct before the array.
            if (field.bytes() != 0 && !(field.isPadding() && (isZero(field) || members.stream().anyMatch(field::overlaps)))) {
                text.append(text.isEmpty() ? "" : "\n").append(field.name()).append(": ").append(show(get(field.name()), field, 0));
            }
        }
        return text.toString();
    }

    private boolean isZero(Field field) {
        return IntStream.range(0, field.bytes() * field.count()).allMatch(i -> bytes.get(baseOffset + field.offset() + i, 1) == 0);
    }

    private String show(Object value, Field field, int index) {
        if (value instanceof Long number) {
            boolean pointee = pointees.containsKey(field.name());
            return pointee ? Bits64.hex(number) : NumberText.of(abi, struct, field, index, number, this::filled);
        }
        if (value instanceof StructValue inner) {
            return "{" + inner.toString().replace("\n", ", ") + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + IntStream.range(0, list.size()).mapToObj(i -> show(list.get(i), field, i)).collect(Collectors.joining(", ")) + "]";
        }
        return HexFormat.of().formatHex((byte[]) value);
    }

    private long filled(String name) {
        Field field = struct.field(name);
        return bytes.get(baseOffset + field.offset(), Math.min(field.bytes(), Long.BYTES));
    }
}
