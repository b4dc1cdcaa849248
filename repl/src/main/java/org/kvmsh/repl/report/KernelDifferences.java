package org.kvmsh.repl.report;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.text.TsvTable;

/** The reasons why tests fail on some boards and kernels: kernel-differences.tsv, whose head says what is in it. */
final class KernelDifferences {
    private static final int COLUMNS = 5;
    private static final String ANY = "-";

    /**
     * A row of the table.
     *
     * @param script empty for all
     * @param what empty for every failed test
     */
    record Row(List<String> boards, List<String> kernels, String script, String what, String reason) {
        boolean isAbout(String board, String kernel) {
            return boards.contains(board) && kernels.contains(kernel);
        }

        boolean explains(MatrixBoard.Test test) {
            boolean here = script.isEmpty()
                    || test.script().replaceFirst("\\.\\w+$", "").endsWith("scripts/" + script);
            return here && (what.isEmpty() || what.equals(test.ran().name()) || what.equals(test.refused()));
        }

        @Override
        public String toString() {
            return String.join(",", boards) + " " + String.join(",", kernels) + " " + (script.isEmpty() ? ANY : script)
                    + " " + (what.isEmpty() ? ANY : what);
        }
    }

    private KernelDifferences() {}

    /** The table that comes with kvmsh. */
    static List<Row> read() {
        return of(TsvTable.rows(KernelDifferences.class, "kernel-differences.tsv"));
    }

    /**
     * @param table rows of cells
     * @throws IllegalArgumentException for a row without a reason
     */
    static List<Row> of(List<String[]> table) {
        List<Row> rows = new ArrayList<>();
        for (String[] c : table) {
            if (c.length != COLUMNS || c[4].isBlank()) {
                throw new IllegalArgumentException(
                        "not a row of five columns with a reason in the last: " + String.join("\t", c));
            }
            rows.add(new Row(List.of(c[0].split(",")), List.of(c[1].split(",")), named(c[2]), named(c[3]), c[4]));
        }
        return List.copyOf(rows);
    }

    private static String named(String cell) {
        return cell.equals(ANY) ? "" : cell;
    }
}
