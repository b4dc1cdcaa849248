package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.text.TsvTable;

/** The table of arguments: what each takes, which architectures have it, and usual values of it. */
final class ArgumentKinds {
    private static final String ANY = "*";
    private static final String ALL = "-";
    private static final Map<String, List<Row>> ROWS = new HashMap<>();

    static {
        for (String[] row : TsvTable.rows(ArgumentKinds.class, "arguments.tsv")) {
            ROWS.computeIfAbsent(key(row[0], row[1]), none -> new ArrayList<>())
                    .add(new Row(
                            ArgumentKind.of(row[2]),
                            row[3].equals(ALL) ? List.of() : Arrays.asList(row[3].split(",")),
                            row[4].isEmpty() ? List.of() : Arrays.asList(row[4].split(" "))));
        }
    }

    private ArgumentKinds() {}

    /**
     * What an argument takes.
     *
     * @param architectures empty for all
     * @param usual values in Groovy, the most usual first
     */
    record Row(ArgumentKind kind, List<String> architectures, List<String> usual) {
        boolean isOn(Arch arch) {
            return architectures.isEmpty() || architectures.contains(arch.toString());
        }
    }

    private static String key(String word, String argument) {
        return word + " " + argument;
    }

    /** The row of a named argument; null for none. */
    static Row named(Arguments.Called called, String argument, Arch arch) {
        return first(arch, called, argument, ANY);
    }

    /** The row of a field of the struct that an ioctl takes; null for none. */
    static Row field(String ioctl, String name, Arch arch) {
        List<Row> rows = rows(ioctl, name);
        return rows == null
                ? null
                : rows.stream().filter(row -> row.isOn(arch)).findFirst().orElse(null);
    }

    /** The row of an argument without a name; null for none. */
    static Row positional(Arguments.Called called, int index, Arch arch) {
        return first(arch, called, "#" + index, "#" + index);
    }

    private static Row first(Arch arch, Arguments.Called called, String argument, String any) {
        String member = called.type().getSimpleName() + "." + called.name();
        return Stream.of(
                        rows(member, argument),
                        rows(called.name(), argument),
                        argument.startsWith("#") ? null : rows(ANY, argument),
                        rows(called.name(), any))
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(row -> row.isOn(arch))
                .findFirst()
                .orElse(null);
    }

    /** Whether an architecture has a named argument. */
    static boolean isOn(Arguments.Called called, String argument, Arch arch) {
        List<Row> rows = rows(called.name(), argument);
        return rows == null || rows.stream().anyMatch(row -> row.isOn(arch));
    }

    private static List<Row> rows(String word, String argument) {
        return ROWS.get(key(word, argument));
    }
}
