package org.kvmsh.bench;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns: the first to the left, figures to the right. */
final class Table {
    private static final String BETWEEN = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    /** One whose rows are of {@link Figures}. */
    static Table ofFigures() {
        return new Table("", "min", "lower quartile", "median", "upper quartile", "max");
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** The figures of what was measured. */
    void row(String what, List<Double> measured, String format) {
        Figures figures = Figures.of(measured);
        row(what, String.format(format, figures.min()), String.format(format, figures.lower()), String.format(format, figures.median()),
                String.format(format, figures.upper()), String.format(format, figures.max()));
    }

    @Override public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int width = width(column);
                line.append(column == 0 ? "" : BETWEEN).append(String.format("%" + (column == 0 ? "-" : "") + width + "s", row.get(column)));
            }
            text.append("  ").append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.size()).mapToInt(row -> row.get(column).length()).max().orElse(1);
    }
}
