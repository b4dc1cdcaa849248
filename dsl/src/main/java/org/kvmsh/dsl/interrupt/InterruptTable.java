package org.kvmsh.dsl.interrupt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The interrupts that are enabled, pending or active as a table; a start that reads the types of words does not load
 * it.
 */
final class InterruptTable {
    private static final List<String> HEADING =
            List.of("interrupt", "vCPU", "enabled", "pending", "active", "priority", "trigger", "target");

    private InterruptTable() {}

    static String of(InterruptsNow interrupts) {
        if (!interrupts.missing().isEmpty()) {
            return interrupts.missing();
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEADING));
        interrupts.all().stream()
                .filter(InterruptNow::isInUse)
                .map(InterruptTable::cells)
                .forEach(rows::add);
        int others = interrupts.all().size() - (rows.size() - 1);
        String last = others + (others == 1 ? " other is" : " others are") + " not enabled, pending or active";
        return rows.size() == 1 ? last : aligned(rows) + "\n" + last;
    }

    private static List<String> cells(InterruptNow interrupt) {
        return List.of(
                interrupt.kind() + " " + interrupt.number(),
                interrupt.vcpu() == null ? "" : interrupt.vcpu().toString(),
                interrupt.enabled() ? "enabled" : "",
                interrupt.pending() ? "pending" : "",
                interrupt.active() ? "active" : "",
                interrupt.priority() == null ? "" : String.format("0x%02x", interrupt.priority()),
                interrupt.trigger(),
                interrupt.target());
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = IntStream.range(0, HEADING.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(column -> String.format("%-" + Math.max(1, widths[column]) + "s", row.get(column)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining("\n"));
    }
}
