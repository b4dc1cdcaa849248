package org.kvmsh.dsl.machine.vcpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Registers in as many columns as there is room for. */
public final class RegisterTable {
    /** The column width that x86's names need, so that its table stays as narrow as it can be. */
    private static final int LEAST_WIDTH = 6;

    private static final String BETWEEN = "  ";

    private RegisterTable() {}

    /** @param marked those that have a star before their value */
    public static String of(Map<String, Long> registers, Predicate<String> marked, int columns) {
        int width = Math.max(
                LEAST_WIDTH,
                registers.keySet().stream().mapToInt(String::length).max().orElse(0));
        boolean marks = registers.keySet().stream().anyMatch(marked);
        List<String> cells = new ArrayList<>();
        registers.forEach((name, value) -> cells.add(String.format(
                Locale.ROOT, "%-" + width + "s %s0x%016x", name, !marks ? "" : marked.test(name) ? "*" : " ", value)));
        int cell = cells.isEmpty() ? 1 : cells.get(0).length() + BETWEEN.length();
        int across = Math.max(1, (columns + BETWEEN.length()) / cell);
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            table.append(cells.get(i)).append(i == cells.size() - 1 ? "" : i % across == across - 1 ? "\n" : BETWEEN);
        }
        return table.toString();
    }
}
