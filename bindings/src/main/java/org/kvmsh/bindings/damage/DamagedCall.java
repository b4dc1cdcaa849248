package org.kvmsh.bindings.damage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongToIntFunction;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.NumberText;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kernel.StructFields;

/**
 * An ioctl that is called, with the numbers in its memory by name.
 *
 * @param owner KVM_DEV_TYPE_* of the device, or the kind of another file: whose attributes it has
 * @param value the argument of a call without a struct
 * @param argument null for a call without a struct
 * @param kernel makes it with an argument, and with the memory as it is then
 */
record DamagedCall(
        Abi abi,
        Ioctl ioctl,
        int fd,
        String owner,
        long value,
        Region argument,
        Region[] reached,
        LongToIntFunction kernel) {
    /** The field of a value that is no struct's. */
    static final String VALUE = "value";

    private static final String CHECK_EXTENSION = "KVM_CHECK_EXTENSION";
    private static final long MOST_VALUE = 0x1000;

    /** A number's name. */
    record Name(String key, String field) {}

    String name() {
        return ioctl.name();
    }

    /** Whether it only asks for a capability, which its argument names. */
    boolean asksCapability() {
        return name().equals(CHECK_EXTENSION);
    }

    /** Makes it; returns what the kernel does. */
    int make() {
        return kernel.applyAsInt(value);
    }

    private Struct struct() {
        return ioctl.pointed();
    }

    /** Whether it has its struct, or the number that it points to. */
    boolean hasStruct() {
        return argument != null && struct() != null && argument.size() >= struct().size();
    }

    /** The register, attribute or capability that it is about; null for another call. */
    String key() {
        String name = name();
        if (asksCapability()) {
            return capability(value);
        } else if (!hasStruct()) {
            return null;
        } else if (name.equals("KVM_ENABLE_CAP")) {
            return capability(get("cap"));
        } else if (name.endsWith("_ONE_REG")) {
            return "0x" + Long.toHexString(get("id"));
        } else if (name.endsWith("_DEVICE_ATTR")) {
            return owner + "," + get("group") + ",0x" + Long.toHexString(get("attr"));
        }
        return null;
    }

    private String capability(long number) {
        return NumberText.ofArgument(abi, CHECK_EXTENSION, number);
    }

    private long get(String field) {
        return DamagedField.of(struct().field(field), 0).get(argument);
    }

    /** Whether it is damaged by what is of its call and key. */
    boolean is(Damage damage) {
        return damage.call().equals(name())
                && (Objects.equals(damage.key(), key()) || damage.key() != null && keyOfElements() && isRead(damage));
    }

    private boolean isRead(Damage damage) {
        return hasStruct() && find(damage.key(), damage.field()) != null;
    }

    private boolean keyOfElements() {
        return hasStruct() && key() == null && flexible() != null;
    }

    private Field flexible() {
        return struct().members().stream()
                .filter(field ->
                        field.count() == 0 && !abi.keysOf(struct(), field).isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** The memory with the value of a register or an attribute; null for another call. */
    Region target() {
        return key() != null
                        && argument != null
                        && reached.length > 0
                        && reached[0].size() <= MOST_VALUE
                        && reached[0].size() > 0
                ? reached[0]
                : null;
    }

    /** Whether the kernel writes to the memory that the struct points to. */
    boolean readsTarget() {
        return reached.length > 0
                && hasStruct()
                && !name().contains("_SET_")
                && abi.pointers(struct()).stream().map(Pointer::data).anyMatch(data -> data.endsWith("out"));
    }

    /** The memory that a number of it is in. */
    Region memory(String field) {
        return field.equals(VALUE) && target() != null ? target() : argument;
    }

    /** A number by its name; null if the call has none so named. */
    DamagedField find(String key, String field) {
        if (field == null || argument == null) {
            return null;
        } else if (field.equals(VALUE) && target() != null) {
            return new DamagedField(0, size(target()), 0, 0);
        }
        DamagedField found = key != null && key() == null
                ? elements().get(new Name(key, field))
                : has(field) ? DamagedField.of(struct().field(field), 0) : null;
        return found == null || !found.isIn(argument) ? null : found;
    }

    private boolean has(String field) {
        return struct() != null && struct().has(field);
    }

    private static int size(Region target) {
        return (int) Math.min(target.size(), Long.BYTES);
    }

    /** The numbers that can be damaged: those of its struct that a reader is shown, and what its pointer leads to. */
    Map<Name, DamagedField> fields() {
        Map<Name, DamagedField> fields = new LinkedHashMap<>();
        if (!hasStruct()) {
            return fields;
        }
        String key = key();
        if (target() != null) {
            fields.put(new Name(key, VALUE), new DamagedField(0, size(target()), 0, 0));
        }
        if (key != null && !name().equals("KVM_ENABLE_CAP")) {
            return fields;
        }
        List<String> left = new ArrayList<>(
                abi.pointers(struct()).stream().map(Pointer::field).toList());
        left.add("cap");
        Field flexible = flexible();
        for (StructFields.Shown shown : StructFields.of(abi, struct(), argument)) {
            String top = shown.name();
            if (!left.contains(top)
                    && (flexible == null || !top.startsWith(flexible.name() + "["))
                    && !top.equals(abi.givesDescriptor(name()))) {
                DamagedField field = DamagedField.of(
                        shown.field(),
                        shown.base() + (long) shown.index() * shown.field().bytes());
                fields.put(new Name(key, top), field);
            }
        }
        fields.putAll(elements());
        fields.values().removeIf(field -> !field.isIn(argument));
        return fields;
    }

    /** The numbers of a flexible array's elements, by their keys. */
    private Map<Name, DamagedField> elements() {
        Map<Name, DamagedField> fields = new LinkedHashMap<>();
        Field array = hasStruct() ? flexible() : null;
        if (array == null) {
            return fields;
        }
        Struct element = abi.struct(array.type());
        List<String> keys = abi.keysOf(struct(), array);
        long count = get(abi.countOf(struct(), array));
        for (long i = 0; i < count && array.offset() + (i + 1) * array.bytes() <= argument.size(); i++) {
            long base = array.offset() + i * array.bytes();
            String key = keys.stream()
                    .map(name -> "0x"
                            + Long.toHexString(
                                    DamagedField.of(element.field(name), base).get(argument)))
                    .collect(Collectors.joining(","));
            element.fields().stream()
                    .filter(field -> field.count() == 1
                            && !field.isPadding()
                            && !keys.contains(field.name())
                            && field.name().indexOf('.') < 0)
                    .forEach(field -> fields.putIfAbsent(new Name(key, field.name()), DamagedField.of(field, base)));
        }
        return fields;
    }

    /** Whether user space writes the numbers of its struct. */
    boolean isWritten() {
        return ioctl.data() == Direction.IN || ioctl.data() == Direction.IN_OUT && !name().contains("_GET_");
    }

    /** Whether the kernel writes the numbers of its struct. */
    boolean isRead() {
        return ioctl.data() == Direction.OUT || ioctl.data() == Direction.IN_OUT;
    }
}
