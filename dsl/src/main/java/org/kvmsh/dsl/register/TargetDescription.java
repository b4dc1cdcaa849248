package org.kvmsh.dsl.register;

import java.util.ArrayList;
import java.util.List;
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
    /**
     * A register.
     *
     * @param feature the standard feature that it belongs to (gdb manual, "Standard Target Features")
     * @param name gdb's name
     * @param bits its size
     * @param type gdb's type; empty for the usual one of its size
     * @param source the name that scripts have for it, or the number that it always has; empty if kvmsh does not read
     *     it
     */
    public record Described(String feature, String name, int bits, String type, String source) {
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
     * A table beside a class: feature, name, bits, type and source of each register. {@code *N} behind a name stands
     * for N registers, numbered from 0.
     */
    public static TargetDescription table(String architecture, String pc, Class<?> beside, String table) {
        List<Described> registers = new ArrayList<>();
        for (String[] row : TsvTable.rows(beside, table)) {
            String[] name = row[1].split("\\*");
            Stream<String> numbers = name.length == 1
                    ? Stream.of("")
                    : IntStream.range(0, Integer.parseInt(name[1])).mapToObj(Integer::toString);
            numbers.forEach(number -> registers.add(new Described(
                    row[0],
                    name[0] + number,
                    Integer.parseInt(row[2]),
                    row[3],
                    row[4].isEmpty() ? "" : row[4].replace("*", number))));
        }
        return new TargetDescription(architecture, pc, List.copyOf(registers));
    }
}
