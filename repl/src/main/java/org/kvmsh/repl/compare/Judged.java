package org.kvmsh.repl.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Differences, those that are expected apart from the others.
 *
 * @param left what no row expects
 * @param excused by the row that expects them
 * @param wrong the rows that are not true any more, a sentence each
 */
record Judged(List<FoundDifference> left, Map<ExpectedRow, List<FoundDifference>> excused, List<String> wrong) {
    /**
     * Judges what was found.
     *
     * @param rows of these two sides
     * @param whole whether kvmsh's own rows are to be true too, because a directory of scripts ran
     */
    static Judged of(List<Compared> all, List<ExpectedRow> rows, boolean whole) {
        List<FoundDifference> left = new ArrayList<>();
        Map<ExpectedRow, List<FoundDifference>> excused = new LinkedHashMap<>();
        Set<ExpectedRow> met = new LinkedHashSet<>();
        for (FoundDifference difference : all.stream()
                .flatMap(compared -> compared.differences().stream())
                .toList()) {
            List<ExpectedRow> of =
                    rows.stream().filter(row -> row.excuses(difference)).toList();
            met.addAll(of);
            if (of.isEmpty() || !difference.counts()) {
                left.add(difference);
            } else {
                excused.computeIfAbsent(of.get(0), row -> new ArrayList<>()).add(difference);
            }
        }
        List<String> wrong = new ArrayList<>();
        for (ExpectedRow row : rows) {
            boolean compared = all.stream().anyMatch(row::isAbout);
            if (row.excuse().isExpired()) {
                wrong.add(row.excuse().expired());
            } else if (!met.contains(row) && !row.sometimes() && (!row.isBuiltIn() || whole && compared)) {
                wrong.add((row.isBuiltIn() ? "kvmsh's table" : row.excuse().place()) + ": " + row.what()
                        + (compared ? " does not differ; remove the entry" : " was not compared") + " (its reason: "
                        + row.excuse().reason() + ")");
            }
        }
        return new Judged(left, excused, wrong);
    }

    /** Whether nothing differs but what is expected, and all that is expected does. */
    boolean isEqual() {
        return wrong.isEmpty() && left.stream().noneMatch(FoundDifference::counts);
    }
}
