package org.kvmsh.bindings.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Pointer;
import org.kvmsh.bindings.abi.Struct;

/** A struct's bytes in words: {@code slot: 0, guest_phys_addr: 0x0}. */
public final class StructText {
    /** Of a struct with more fields than this, only those that are not zero are shown; of an array always. */
    private static final int SHOWN_WHOLE = 8;
    private static final int SHOWN_ELEMENTS = 8;
    private static final long SMALL = 4096;

    private StructText() { }

    /** @param reached what pointers in the struct lead to: a number there is shown too, {@code addr: 0x7f00 -> 0x28} */
    public static String of(Abi abi, Struct struct, Region region, Region... reached) {
        List<String> shown = new ArrayList<>();
        List<Pointer> pointers = reached.length == 0 ? List.of() : abi.pointers(struct);
        List<Field> fields = struct.fields();
        for (Field field : fields) {
            for (int i = 0; i < field.count(); i++) {
                long value = value(field, region, field.offset() + (long) i * field.bytes());
                if (value != 0 || field.count() == 1 && fields.size() <= SHOWN_WHOLE) {
                    shown.add(field.name() + (field.count() > 1 ? "[" + i + "]" : "") + ": " + value(field, value) + named(abi, struct, field, value)
                            + pointee(abi, struct, field, region, value, pointers, reached));
                }
            }
        }
        for (Field array : struct.members()) {
            if (array.count() == 0) {
                flexible(abi, struct, array, region, shown);
            }
        }
        return String.join(", ", shown);
    }

    /** The first elements of an array behind the struct, where it is known how many there are; a longer one is its count alone. */
    private static void flexible(Abi abi, Struct struct, Field array, Region region, List<String> shown) {
        String counter = abi.countOf(struct.name() + "." + array.name());
        long count = counter == null ? 0 : value(struct.field(counter), region, struct.offset(counter));
        int bytes = array.isScalar() ? array.bytes() : abi.struct(array.type()).size();
        if (count < 1 || count > SHOWN_ELEMENTS || region.size() < array.offset() + count * bytes) {
            return;
        }
        for (int i = 0; i < count; i++) {
            String element = array.name() + "[" + i + "]";
            List<Field> fields = array.isScalar() ? List.of(struct.field(element)) : abi.struct(array.type()).fields();
            for (Field field : fields) {
                long value = value(field, region, array.isScalar() ? field.offset() : array.offset() + (long) i * bytes + field.offset());
                if (value != 0) {
                    shown.add((array.isScalar() ? element : element + "." + field.name()) + ": " + value(field, value));
                }
            }
        }
    }

    private static String pointee(Abi abi, Struct struct, Field field, Region region, long address, List<Pointer> pointers, Region... reached) {
        for (Pointer pointer : pointers) {
            for (Region memory : reached) {
                if (pointer.field().equals(field.name()) && !pointer.data().equals("memory") && memory.address() == address) {
                    long told = pointer.bytes(name -> value(struct.field(name), region, struct.offset(name)), abi);
                    long bytes = told < 0 ? memory.size() : told;
                    boolean number = bytes == Byte.BYTES || bytes == Short.BYTES || bytes == Integer.BYTES || bytes == Long.BYTES;
                    return number && bytes <= memory.size() ? " -> 0x" + Long.toHexString(memory.get(0, (int) bytes)) : "";
                }
            }
        }
        return "";
    }

    /** Of a number wider than 64 bits the low half, of a bit field its bits. */
    private static long value(Field field, Region region, long offset) {
        long value = region.get(offset, Math.min(field.bytes(), Long.BYTES));
        return field.width() == 0 ? value : value >>> field.bit() & (1L << field.width()) - 1;
    }

    private static String named(Abi abi, Struct struct, Field field, long value) {
        String prefix = abi.meaning(struct.name() + "." + field.name());
        if (prefix != null) {
            for (Map.Entry<String, Long> constant : abi.constants(prefix).entrySet()) {
                if (constant.getValue() == value) {
                    return " (" + constant.getKey() + ")";
                }
            }
        }
        return "";
    }

    /** Words of the machine and what is large are read in hex, small fields in decimal. */
    private static String value(Field field, long value) {
        return field.bytes() == Long.BYTES || value >= SMALL ? "0x" + Long.toHexString(value) : Long.toString(value);
    }
}
