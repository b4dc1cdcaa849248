package org.kvmsh.dsl.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.text.TsvTable;

/** The table of intended differences between a model and a board: known-differences.tsv, described in its head. */
public record KnownDifferences(List<Row> rows) {
    private static final int COLUMNS = 7;
    private static final String ALWAYS = "always";
    private static final String MAY = "may";

    /**
     * A row of the table.
     *
     * @param boards which it is compared with
     * @param script the one in which it differs; empty for all
     * @param may whether the board's answer is its machine's own, and may be the model's by chance
     */
    public record Row(
            String model, List<String> boards, String call, String what, String script, boolean may, String reason) {
        private boolean isAbout(String one, String other) {
            return model.equals(one) && boards.contains(other);
        }

        /** @param in the script's file */
        boolean excuses(Difference difference, Path in) {
            boolean here = script.isEmpty()
                    || in.toString().replaceFirst("\\.\\w+$", "").endsWith("/" + script);
            return here && call.equals(difference.call()) && what.equals(difference.what());
        }

        @Override
        public String toString() {
            return call + " " + what + (script.isEmpty() ? "" : " in " + script);
        }
    }

    public KnownDifferences {
        rows = List.copyOf(rows);
    }

    /** The table that comes with kvmsh. */
    public static KnownDifferences read() {
        return ofRows(TsvTable.rows(KnownDifferences.class, "known-differences.tsv"));
    }

    /**
     * @param lines of a table
     * @throws IllegalArgumentException where a line is no row, or would excuse more than one thing
     */
    public static KnownDifferences of(List<String> lines) {
        return ofRows(TsvTable.rows(String.join("\n", lines)));
    }

    private static KnownDifferences ofRows(List<String[]> table) {
        List<Row> rows = new ArrayList<>();
        for (String[] c : table) {
            String line = String.join("\t", c);
            if (c.length != COLUMNS || !c[5].equals(ALWAYS) && !c[5].equals(MAY) || c[6].isBlank()) {
                throw new IllegalArgumentException("invalid row: must have seven columns, with '" + ALWAYS + "' or '"
                        + MAY + "' in the sixth and a reason in the last: " + line);
            }
            // *FIELD is what a pointer leads to.
            String what = c[3].replaceFirst("^\\*(?=\\w)", "");
            if ((c[0] + c[1] + c[2] + what + c[4]).matches(".*[*?%].*")) {
                throw new IllegalArgumentException(
                        "a row must name one call and one of its results, without wildcards: " + line);
            }
            Row row = new Row(
                    c[0], List.of(c[1].split(",")), c[2], c[3], c[4].equals("-") ? "" : c[4], c[5].equals(MAY), c[6]);
            if (rows.stream()
                    .anyMatch(other -> other.model().equals(row.model())
                            && other.call().equals(row.call())
                            && other.what().equals(row.what())
                            && other.script().equals(row.script())
                            && other.boards().stream().anyMatch(row.boards()::contains))) {
                throw new IllegalArgumentException("two rows for the same call and result: " + line);
            }
            rows.add(row);
        }
        return new KnownDifferences(rows);
    }

    /** The rows of a model compared with a board, both by their names with the architecture. */
    public List<Row> rows(String model, String board) {
        return rows.stream().filter(row -> row.isAbout(model, board)).toList();
    }
}
