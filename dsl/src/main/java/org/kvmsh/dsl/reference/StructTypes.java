package org.kvmsh.dsl.reference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.IoctlCommands;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;

/**
 * The kernel's structs and ioctls in TypeScript. A script may run on any board: a struct has the fields that it has in
 * any board's headers.
 */
final class StructTypes {
    private static final String ANY = "any";
    /** The type of an ioctl without a struct. */
    private static final String PLAIN = "Plain";

    /** The field of a struct with one pointer that names what it points to. */
    private static final String VALUE = "value";

    private final Collection<Abi> abis;

    StructTypes(Collection<Abi> abis) {
        this.abis = abis;
    }

    String typeScript() {
        Map<String, Map<String, String>> structs = new TreeMap<>();
        Map<String, String> ioctls = new TreeMap<>();
        for (Abi abi : abis) {
            abi.structs()
                    .forEach(struct -> fields(abi, struct)
                            .forEach((name, type) -> structs.computeIfAbsent(
                                            struct.name(), other -> new LinkedHashMap<>())
                                    .merge(name, type, (one, other) -> one.equals(other) ? one : ANY)));
            abi.ioctls().forEach(ioctl -> ioctls.merge(ioctl.name(), type(abi, ioctl), StructTypes::common));
        }
        StringBuilder text = new StringBuilder();
        structs.forEach((name, fields) -> {
            text.append("interface ").append(type(name)).append(" {\n");
            fields.forEach((field, type) ->
                    text.append("  ").append(field).append(": ").append(type).append(";\n"));
            text.append("}\n");
        });
        text.append("/** Each struct by its name. */\ninterface Structs {\n");
        structs.keySet()
                .forEach(name -> text.append("  ")
                        .append(name.contains(".") ? "'" + name + "'" : name)
                        .append(": ")
                        .append(type(name))
                        .append(";\n"));
        text.append("}\n/** What each ioctl takes and returns. */\ninterface Ioctls {\n");
        ioctls.forEach((name, type) ->
                text.append("  ").append(name).append(": ").append(type).append(";\n"));
        return text.append("}\n").toString();
    }

    /** The type of an ioctl of which an architecture's headers do not have the struct is that of the others. */
    private static String common(String one, String other) {
        return one.equals(other) || other.equals(PLAIN) ? one : one.equals(PLAIN) ? other : "Sets<any>";
    }

    /** The name of a struct's interface. */
    private static String type(String struct) {
        return struct.replace('.', '_');
    }

    private static String type(Abi abi, Ioctl ioctl) {
        if (ioctl.name().equals("KVM_RUN")) {
            return "{struct: {}, takes: {within?: Duration}, gives: " + ExitTypes.ANY + "}";
        } else if (ioctl.struct() == null) {
            return PLAIN;
        }
        String way = ioctl.data() == Direction.IN ? "Sets" : "Gets";
        return IoctlCommands.structs(abi, ioctl).stream()
                .map(struct -> way + "<" + type(struct.name()) + ">")
                .collect(Collectors.joining(" | "));
    }

    private static Map<String, String> fields(Abi abi, Struct struct) {
        Map<String, String> fields = new LinkedHashMap<>();
        struct.members().stream()
                .filter(field ->
                        field.isScalar() || !abi.struct(field.type()).members().isEmpty())
                .forEach(field -> fields.put(field.name(), type(field)));
        List<Pointer> pointers = abi.pointers(struct);
        pointers.forEach(pointer -> fields.put(pointer.field(), ANY));
        if (pointers.size() == 1 && !pointers.get(0).isGuestMemory()) {
            fields.putIfAbsent(VALUE, ANY);
        }
        return fields;
    }

    private static String type(Field field) {
        String one = !field.isScalar()
                ? type(field.type())
                : field.bytes() >= Long.BYTES && field.width() == 0 ? "Bits64" : "number";
        return field.count() == 1 ? one : field.isScalar() ? one + "[]" : "StructArray<" + one + ">";
    }

    /** The names of all ioctls. */
    Set<String> ioctls() {
        Set<String> names = new LinkedHashSet<>();
        abis.forEach(abi -> abi.ioctls().forEach(ioctl -> names.add(ioctl.name())));
        return names;
    }

    /** The values that a constant has in the boards' headers. */
    List<Long> values(String constant) {
        List<Long> values = new ArrayList<>();
        abis.stream()
                .filter(abi -> abi.hasConstant(constant))
                .map(abi -> abi.constant(constant))
                .distinct()
                .forEach(values::add);
        return values;
    }
}
