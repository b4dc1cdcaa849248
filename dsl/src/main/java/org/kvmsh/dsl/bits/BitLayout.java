package org.kvmsh.dsl.bits;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.TsvTable;

/**
 * A register with the names of its bits.
 *
 * @param part the part of the state that it belongs to, as its table has it
 * @param register its name
 * @param at its offset in the bytes in which the kernel returns the part; 0 for a register that is read by name
 * @param bits its size
 * @param fields from the lowest bit on; they do not overlap
 */
public record BitLayout(String part, String register, int at, int bits, List<BitField> fields) {
    private static final Map<Class<?>, List<BitLayout>> TABLES = new ConcurrentHashMap<>();

    /** The fields of a register that has a bit for each interrupt vector. */
    private static final String VECTORS = "vectors";

    private static final String VECTOR = "0x";

    public BitLayout {
        fields = List.copyOf(fields);
    }

    /** A register without named bits. */
    public static BitLayout unnamed(String register, int bits) {
        return new BitLayout("", register, 0, bits, List.of());
    }

    /**
     * The layouts of a table beside an architecture's class, in its order. A row has the part, the register, its
     * offset, its size in bits, its fields, and their source. {@code pin*24} stands for the registers pin0 to pin23,
     * and {@code 0x18/8} for their offsets. Fields follow each other from bit 0 on, and {@code @16} continues at bit
     * 16.
     */
    public static List<BitLayout> table(Class<?> beside, String table) {
        return TABLES.computeIfAbsent(
                beside,
                own -> TsvTable.rows(own, table).stream()
                        .flatMap(BitLayout::ofRow)
                        .toList());
    }

    private static Stream<BitLayout> ofRow(String... row) {
        String[] register = row[1].split("\\*");
        String[] at = row[2].split("/");
        int bits = Integer.parseInt(row[3]);
        List<BitField> fields = row[4].equals(VECTORS)
                ? IntStream.range(0, bits)
                        .mapToObj(bit -> new BitField(VECTOR + Integer.toHexString(bit), bit, 1, Map.of()))
                        .toList()
                : fields(row[4]);
        return register.length == 1
                ? Stream.of(new BitLayout(row[0], register[0], Integer.decode(at[0]), bits, fields))
                : IntStream.range(0, Integer.parseInt(register[1]))
                        .mapToObj(i -> new BitLayout(
                                row[0],
                                register[0] + i,
                                Integer.decode(at[0]) + i * Integer.parseInt(at[1]),
                                bits,
                                fields));
    }

    private static List<BitField> fields(String text) {
        List<BitField> fields = new ArrayList<>();
        int bit = 0;
        for (String each : text.split(" ")) {
            if (each.startsWith("@")) {
                bit = Integer.parseInt(each.substring(1));
            } else if (!each.isEmpty()) {
                BitField field = BitField.of(each, bit);
                fields.add(field);
                bit += field.width();
            }
        }
        return fields;
    }

    /** The same register under another name. */
    public BitLayout called(String name) {
        return new BitLayout(part, name, at, bits, fields);
    }

    /** The field of a name. */
    Optional<BitField> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /** The name of a field's value in words: {@code data abort}; empty if it has none. */
    public String meaning(String field, long value) {
        return field(field).map(known -> known.values().get(value)).orElse("").replace('-', ' ');
    }

    /** The same of the register that has a layout among these; empty without one. */
    public static String meaning(Collection<BitLayout> layouts, String register, String field, long value) {
        return layouts.stream()
                .filter(layout -> layout.register().equals(register))
                .map(layout -> layout.meaning(field, value))
                .findFirst()
                .orElse("");
    }

    /** Whether each bit is an interrupt vector. */
    boolean isOfVectors() {
        return !fields.isEmpty() && fields.get(0).name().startsWith(VECTOR);
    }

    /** The named bits of a value: {@code PE|ET|PG}; empty if none is set. */
    public String inWords(long value) {
        return String.join("|", named(new BigInteger(Long.toUnsignedString(value))));
    }

    private List<String> named(BigInteger value) {
        return fields.stream()
                .map(field -> field.inWords(value))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** The bits of a value without a name. */
    BigInteger rest(BigInteger value) {
        return fields.stream().map(BitField::mask).reduce(value, BigInteger::andNot);
    }

    /** The named bits of a value, and the others as a number. */
    List<String> pieces(BigInteger value) {
        List<String> pieces = new ArrayList<>(named(value));
        BigInteger rest = rest(value);
        if (!fields.isEmpty() && rest.signum() != 0) {
            pieces.add("0x" + rest.toString(16));
        }
        return pieces;
    }

    /** What changed between two values: {@code +PE, -TS, mode one-shot -> periodic, +0x400}. */
    String change(BigInteger before, BigInteger after) {
        List<String> changes = new ArrayList<>();
        fields.stream()
                .map(field -> field.change(before, after))
                .filter(each -> !each.isEmpty())
                .forEach(changes::add);
        if (!fields.isEmpty()) {
            add(changes, "+0x", rest(after.andNot(before)));
            add(changes, "-0x", rest(before.andNot(after)));
        }
        return String.join(", ", changes);
    }

    private static void add(List<String> changes, String sign, BigInteger bits) {
        if (bits.signum() != 0) {
            changes.add(sign + bits.toString(16));
        }
    }

    /** The names, from the lowest bit on, each with its mask, and those of values: {@code PE 0x1}. */
    public List<String> names() {
        return fields.stream().flatMap(field -> field.inManual().stream()).toList();
    }
}
