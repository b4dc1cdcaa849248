package org.kvmsh.dsl.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Lines of a table whose columns are as wide as what is in them. */
public final class Columns {
    private static final String GAP = "  ";

    private final List<MarkedLine[]> rows = new ArrayList<>();
    private final IntPredicate right;

    /**
     * A table without rows.
     *
     * @param numbers how many of the first columns end at the right
     */
    public Columns(int numbers) {
        this(column -> column < numbers);
    }

    /** @param right whether a column ends at the right */
    public Columns(IntPredicate right) {
        this.right = right;
    }

    /** Adds a row. */
    public Columns row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell instanceof MarkedLine marked ? marked : MarkedLine.of(String.valueOf(cell)))
                .toArray(MarkedLine[]::new));
        return this;
    }

    /**
     * The table, a line a row.
     *
     * @param indent what each line begins with
     */
    public List<String> lines(String indent) {
        return marked(indent).stream().map(MarkedLine::toString).toList();
    }

    /** The same with the marks that its cells have. */
    public List<MarkedLine> marked(String indent) {
        List<MarkedLine> lines = new ArrayList<>();
        int[] widths = widths();
        for (MarkedLine[] row : rows) {
            MarkedLine line = MarkedLine.of(indent);
            int last = last(row);
            for (int i = 0; i <= last; i++) {
                String space = " ".repeat(widths[i] - row[i].toString().length());
                line = line.and(i == 0 ? "" : GAP);
                line = right.test(i)
                        ? line.and(space).and(row[i])
                        : line.and(row[i]).and(i == last ? "" : space);
            }
            lines.add(line);
        }
        return lines;
    }

    /** The last cell that is not empty: no line ends in spaces. */
    private static int last(MarkedLine[] row) {
        return IntStream.range(0, row.length)
                .filter(i -> !row[i].toString().isBlank())
                .max()
                .orElse(-1);
    }

    private int[] widths() {
        int[] widths = new int[rows.stream().mapToInt(row -> row.length).max().orElse(0)];
        for (MarkedLine[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].toString().length());
            }
        }
        return widths;
    }
}
