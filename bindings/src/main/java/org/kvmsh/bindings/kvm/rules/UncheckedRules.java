package org.kvmsh.bindings.kvm.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.text.TsvTable;

/**
 * The rules that no check decides, which are rows of {@code unchecked.tsv} and, of device attributes, of
 * {@code attributes.tsv}.
 */
final class UncheckedRules {
    private static final String ALL = "*";
    private static final int FILTER = 5;

    private UncheckedRules() {}

    static List<Rule> read() {
        return Stream.of("unchecked.tsv", "attributes.tsv")
                .flatMap(table -> TsvTable.rows(UncheckedRules.class, table).stream())
                .map(UncheckedRules::rule)
                .toList();
    }

    private static Rule rule(String[] columns) {
        Set<Arch> architectures = columns[2].equals(ALL)
                ? Set.of()
                : Arrays.stream(columns[2].split(","))
                        .map(name -> Arch.valueOf(name.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toUnmodifiableSet());
        Check filter = columns.length > FILTER ? RequestFilter.parse(columns[FILTER]) : null;
        return Rule.of(Errno.valueOf(columns[1]), columns[3], columns[4], filter)
                .on(columns[0].split(","))
                .in(architectures.toArray(Arch[]::new));
    }
}
