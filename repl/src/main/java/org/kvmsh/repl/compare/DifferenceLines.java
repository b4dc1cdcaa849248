package org.kvmsh.repl.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Differences as a person reads them: one that a script has again and again is there once, with its number. */
final class DifferenceLines {
    private static final int COLUMNS = 100;

    private DifferenceLines() {}

    static List<String> of(List<FoundDifference> differences) {
        Map<String, List<FoundDifference>> alike = new LinkedHashMap<>();
        differences.forEach(each -> alike.computeIfAbsent(
                        each.aspect() == Aspect.CALLS ? each.what() : each.words(), name -> new ArrayList<>())
                .add(each));
        List<String> lines = new ArrayList<>();
        alike.values().forEach(same -> add(same.get(0), same, lines));
        return lines;
    }

    private static void add(FoundDifference first, List<FoundDifference> alike, List<String> lines) {
        if (first.aspect() != Aspect.CALLS) {
            lines.add(first.words());
            first.details().forEach(detail -> lines.add("  " + detail));
            return;
        }
        long scripts = alike.stream().map(FoundDifference::script).distinct().count();
        String head = first.what()
                + (alike.size() == 1
                        ? ""
                        : ", " + alike.size() + " times" + (scripts == 1 ? "" : " in " + scripts + " scripts")
                                + ", first")
                + (first.place().isEmpty()
                        ? first.script() == null ? "" : " in " + first.script()
                        : " at " + first.place());
        String values = "A " + CallsCompared.shown(first.a()) + ", B " + CallsCompared.shown(first.b());
        if (head.length() + values.length() + 2 <= COLUMNS && !values.contains("\n")) {
            lines.add(head + ": " + values);
        } else {
            lines.add(head);
            lines.add("    A: " + CallsCompared.shown(first.a()));
            lines.add("    B: " + CallsCompared.shown(first.b()));
        }
    }
}
