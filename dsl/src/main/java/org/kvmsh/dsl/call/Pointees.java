package org.kvmsh.dsl.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The targets of an argument's pointers. A script gives bytes or memory for one, or nothing: then memory of the right
 * size is allocated for the call, and returned as the field's value.
 */
final class Pointees implements AutoCloseable {
    /** The allowed values for the memory of a struct's only pointer to a number. */
    static final String VALUE = "value";

    /**
     * The allowed values of a device's attribute: most are a number of 32 or 64 bits, and no call reports the length
     * (api.rst 4.80).
     */
    private static final int ATTRIBUTE_ROOM = 2048;

    /**
     * A marker after the four bytes that a kernel writes at least: if it is unchanged after the call, the value is four
     * bytes long.
     */
    private static final int UNTOUCHED = 0x5ac3963c;

    private final KvmFile file;
    private final Abi abi;
    private final Map<String, Argument> own = new LinkedHashMap<>();
    /**
     * The pointers that lead to room for an attribute, each with the attribute's size in bytes; 0 if that is not known.
     */
    private final Map<String, Integer> rooms = new HashMap<>();

    private final List<Region> reached = new ArrayList<>();

    /** @param file the descriptor of the call */
    Pointees(KvmFile file) {
        this.file = file;
        this.abi = file.kernel().abi();
    }

    /** Whether a field of a script's map is the target of the struct's only pointer. */
    static boolean isValue(String name, Struct struct, Abi abi) {
        return name.equals(VALUE) && !struct.has(VALUE) && abi.pointers(struct).size() == 1;
    }

    /**
     * Allocates the memory and puts its addresses into an argument whose other fields are filled.
     *
     * @param gives whether the kernel may write to it
     */
    void prepare(Argument argument, Map<String, ?> fields, boolean gives, Site site) {
        for (Pointer pointer : abi.pointers(argument.struct())) {
            Object given = fields.get(pointer.field());
            if (given instanceof byte[] bytes) {
                allocate(argument, pointer, bytes.length).region().write(0, bytes);
            } else if (given instanceof Memory memory) {
                reached.add(memory.region());
            } else if (given == null && !pointer.isGuestMemory()) {
                long length = length(pointer, argument, fields);
                if (length < 0 && gives && isValue(VALUE, argument.struct(), abi) && pointer.isAttribute()) {
                    rooms.put(pointer.field(), attributeBytes(argument));
                    makeRoom(allocate(argument, pointer, ATTRIBUTE_ROOM), attributeBytes(argument));
                } else if (length > 0) {
                    Argument memory = allocate(argument, pointer, length);
                    if (fields.containsKey(VALUE) && isValue(VALUE, argument.struct(), abi)) {
                        put(memory.region(), length, fields.get(VALUE), site);
                    }
                }
            }
        }
        OwnMemory.checkPointers(abi, argument, own.keySet(), site);
    }

    private int attributeBytes(Argument argument) {
        return file.attributeBytes(argument.get("group"), argument.get("attr"));
    }

    private static void makeRoom(Argument room, int bytes) {
        if (bytes == 0) {
            room.region().put(Integer.BYTES, Integer.BYTES, UNTOUCHED);
        }
    }

    /** The number of bytes that the kernel wrote of an attribute that is not in the tables: 32 bits, or 64. */
    private static int written(Argument room) {
        return (int) room.region().get(Integer.BYTES, Integer.BYTES) == UNTOUCHED ? Integer.BYTES : Long.BYTES;
    }

    /**
     * The length of a number that only a device's documentation has: 64 bits, as for addresses of devices, unless a
     * table has it.
     */
    private long length(Pointer pointer, Argument argument, Map<String, ?> fields) {
        long length = pointer.bytes(argument::get, abi::constant);
        if (length >= 0 || !fields.containsKey(VALUE) || !isValue(VALUE, argument.struct(), abi)) {
            return length;
        }
        int known = pointer.isAttribute() ? attributeBytes(argument) : 0;
        return fields.get(VALUE) instanceof byte[] bytes ? bytes.length : known > 0 ? known : Long.BYTES;
    }

    private Argument allocate(Argument argument, Pointer pointer, long length) {
        // The first byte, and those after it.
        Argument memory = Argument.of(argument.kernel(), Struct.scalar("u8"), length - 1);
        own.put(pointer.field(), memory);
        reached.add(memory.region());
        argument.set(pointer.field(), memory.region().address());
        return memory;
    }

    private static void put(Region into, long length, Object value, Site site) {
        if (value instanceof byte[] bytes) {
            into.write(0, bytes);
        } else if (length <= Long.BYTES) {
            into.put(
                    0,
                    (int) length,
                    value instanceof Number number
                            ? Bits64.fitting(number, (int) length, VALUE, site)
                            : Bits64.of(value, VALUE, site));
        } else {
            throw new ScriptError(site, "this register is " + length + " bytes long: pass a byte[] of that length");
        }
    }

    Region[] reached() {
        return reached.toArray(Region[]::new);
    }

    /** The content of the memory allocated here, by the pointer's field: a number if it has up to eight bytes. */
    Map<String, Object> values(Argument argument) {
        Map<String, Object> values = new LinkedHashMap<>();
        own.forEach((name, memory) -> {
            Field field = argument.struct().field(name);
            long told = abi.pointers(argument.struct()).stream()
                    .filter(p -> p.field().equals(field.name()))
                    .findFirst()
                    .map(p -> p.bytes(argument::get, abi::constant))
                    .orElse(-1L);
            long length = told >= 0
                    ? told
                    : rooms.containsKey(name)
                            ? width(name, memory)
                            : memory.region().size();
            if (length == 1 || length == 2 || length == 4 || length == 8) {
                values.put(name, memory.region().get(0, (int) length));
            } else if (length > 0) {
                values.put(name, memory.region().bytes(0, Math.toIntExact(length)));
            }
        });
        return values;
    }

    private int width(String room, Argument memory) {
        int known = rooms.get(room);
        return known > 0 ? known : written(memory);
    }

    @Override
    public void close() {
        own.values().forEach(Argument::close);
    }
}
