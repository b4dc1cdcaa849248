package org.kvmsh.repl.abi;

import java.util.ArrayList;
import java.util.List;

/** Lines of a table whose columns are as wide as what stands in them. */
public final class Columns {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final int numbers;

    /**
     * A table without rows.
     *
     * @param numbers how many of the first columns end at the right
     */
    public Columns(int numbers) {
        this.numbers = numbers;
    }

    /** Adds a row. */
    public Columns row(Object... cells) {
        String[] row = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            row[i] = String.valueOf(cells[i]);
        }
        rows.add(row);
        return this;
    }

    /**
     * The table, a line a row.
     *
     * @param indent what each line begins with
     */
    public List<String> lines(String indent) {
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < row.length; i++) {
                String space = " ".repeat(width(i) - row[i].length());
                line.append(i == 0 ? "" : GAP).append(i < numbers ? space + row[i] : row[i] + space);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int width(int column) {
        return rows.stream().filter(row -> row.length > column).mapToInt(row -> row[column].length()).max().orElse(0);
    }
}
