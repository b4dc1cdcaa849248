package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.TsvTable;

/**
 * The registers of an architecture as gdb's remote protocol numbers them.
 *
 * @param architecture gdb's name of the architecture
 * @param pc gdb's name of the program counter
 * @param registers in the order of their numbers
 */
public record TargetDescription(String architecture, String pc, List<Described> registers) {
    private static final Pattern MANY = Pattern.compile("\\*(\\d+)");

    /**
     * A register.
     *
     * @param feature the standard feature that it belongs to (gdb manual, "Standard Target Features")
     * @param name gdb's name
     * @param bits its size
     * @param type gdb's type; empty for the usual one of its size
     * @param source the name that scripts or the architecture have for it, or the number that it always has; empty if
     *     kvmsh does not read it
     * @param from its first byte in what the source names, counted from the most significant one
     */
    public record Described(String feature, String name, int bits, String type, String source, int from) {
        /** The number of bytes that it has in a packet. */
        public int size() {
            return bits / Byte.SIZE;
        }

        /** Whether it always has the same value. */
        public boolean isConstant() {
            return !source.isEmpty() && Character.isDigit(source.charAt(0));
        }

        /** Whether kvmsh can set it. */
        public boolean isWritable() {
            return !source.isEmpty() && !isConstant();
        }
    }

    /**
     * A table beside a class: feature, name, bits, type and source of each register. {@code ymm*16h} stands for 16
     * registers, ymm0h to ymm15h; {@code +8} behind a source for what is below its 8 most significant bytes.
     */
    public static TargetDescription table(String architecture, String pc, Class<?> beside, String table) {
        List<Described> registers = new ArrayList<>();
        for (String[] row : TsvTable.rows(beside, table)) {
            Matcher many = MANY.matcher(row[1]);
            Stream<String> numbers = many.find()
                    ? IntStream.range(0, Integer.parseInt(many.group(1))).mapToObj(Integer::toString)
                    : Stream.of("");
            String[] source = row[4].split("\\+");
            numbers.forEach(number -> registers.add(new Described(
                    row[0],
                    many.replaceFirst(number),
                    Integer.parseInt(row[2]),
                    row[3],
                    source[0].replace("*", number),
                    source.length == 1 ? 0 : Integer.parseInt(source[1]))));
        }
        return new TargetDescription(architecture, pc, List.copyOf(registers));
    }
}
