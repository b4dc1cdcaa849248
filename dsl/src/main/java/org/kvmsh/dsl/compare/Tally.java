package org.kvmsh.dsl.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.compare.KnownDifferences.Row;

/** The results of comparing several scripts: excused differences apart from the others. */
public final class Tally {
    private final List<Row> rows;
    private final Map<Row, Integer> excused = new LinkedHashMap<>();
    private int scripts;
    private int calls;
    private int numbers;
    private int different;

    /** @param rows of the two boards */
    public Tally(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Adds a script's comparison, and returns the differences that no row excuses. */
    public List<Difference> add(Path script, Comparison comparison) {
        scripts++;
        calls += comparison.calls();
        numbers += comparison.numbers();
        List<Difference> left = new ArrayList<>();
        for (Difference difference : comparison.differences()) {
            Row row = rows.stream().filter(known -> known.excuses(difference, script)).findFirst().orElse(null);
            if (row == null) {
                left.add(difference);
            } else {
                excused.merge(row, 1, Integer::sum);
            }
        }
        different += left.size();
        return left;
    }

    /** How often each row excused something, those that did. */
    public Map<Row, Integer> excused() {
        return excused;
    }

    /** Rows that excused nothing although their difference should always occur. */
    public List<Row> unused() {
        return rows.stream().filter(row -> !row.may() && !excused.containsKey(row)).toList();
    }

    /** How many differences no row excuses. */
    public int different() {
        return different;
    }

    /** {@code 3 scripts, 120 calls: 900 values compared, 890 equal, 10 expected differences, 0 unexpected differences}. */
    @Override public String toString() {
        int excuses = excused.values().stream().mapToInt(Integer::intValue).sum();
        return counted(scripts, "script") + ", " + counted(calls, "call") + ": " + counted(numbers, "value") + " compared, " + (numbers - excuses - different) + " equal, "
                + counted(excuses, "expected difference") + ", " + counted(different, "unexpected difference");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
