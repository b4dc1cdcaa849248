package org.kvmsh.dsl.interrupt;

import java.util.List;
import org.kvmsh.dsl.text.Columns;

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
        Columns table = new Columns(0).row(HEADING.toArray());
        List<InterruptNow> inUse =
                interrupts.all().stream().filter(InterruptNow::isInUse).toList();
        inUse.forEach(interrupt -> table.row(cells(interrupt).toArray()));
        int others = interrupts.all().size() - inUse.size();
        String last = others + (others == 1 ? " other is" : " others are") + " not enabled, pending or active";
        return inUse.isEmpty() ? last : String.join("\n", table.lines("")) + "\n" + last;
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
}
