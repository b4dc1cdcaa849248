package org.kvmsh.repl.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jline.reader.Candidate;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * A list of names that is longer than the terminal, in pages: under the title of its group each name with its
 * description, or several in a row where they have none.
 */
final class OfferPages {
    private static final String BETWEEN = "  ";
    private static final AttributedStyle TITLE = AttributedStyle.BOLD;
    private static final AttributedStyle QUIET = AttributedStyle.DEFAULT.faint();

    /** A row with the number of names up to its end. */
    private record Row(AttributedString text, int names) {}

    private final List<Row> rows = new ArrayList<>();
    private final int columns;
    private final int height;
    private final boolean colored;

    /** @param height rows of a page; a status takes one more */
    OfferPages(List<Candidate> names, int columns, int height, boolean colored) {
        this.columns = columns;
        this.height = Math.max(1, height);
        this.colored = colored;
        int from = 0;
        while (from < names.size()) {
            int to = from;
            while (to < names.size()
                    && Objects.equals(names.get(to).group(), names.get(from).group())) {
                to++;
            }
            group(names.subList(from, to), from);
            from = to;
        }
    }

    private void group(List<Candidate> names, int before) {
        String title = names.get(0).group();
        if (title != null) {
            rows.add(new Row(styled(title, TITLE), before));
        }
        boolean described = names.stream().anyMatch(name -> name.descr() != null);
        int widest =
                names.stream().mapToInt(name -> name.displ().length()).max().orElse(1);
        int inRow = described ? 1 : Math.max(1, columns / (widest + BETWEEN.length()));
        for (int i = 0; i < names.size(); i += inRow) {
            AttributedStringBuilder row = new AttributedStringBuilder();
            int end = Math.min(names.size(), i + inRow);
            for (Candidate name : names.subList(i, end)) {
                row.append(name.displ());
                row.append(" ".repeat(widest - name.displ().length()) + BETWEEN);
                if (name.descr() != null) {
                    row.append(styled(name.descr(), QUIET));
                }
            }
            rows.add(new Row(row.columnSubSequence(0, columns), before + end));
        }
    }

    private AttributedString styled(String text, AttributedStyle style) {
        return new AttributedString(text, colored ? style : AttributedStyle.DEFAULT);
    }

    int count() {
        return (rows.size() + height - 1) / height;
    }

    /** The rows of a page, and below them which names of all they have if there are others. */
    AttributedString page(int number) {
        List<Row> shown = rows.subList(number * height, Math.min(rows.size(), (number + 1) * height));
        AttributedStringBuilder page = new AttributedStringBuilder();
        for (Row row : shown) {
            page.append(page.length() == 0 ? "" : "\n").append(row.text());
        }
        if (count() > 1) {
            int first = number == 0 ? 0 : rows.get(number * height - 1).names();
            page.append("\n")
                    .append(styled(
                            first + 1 + " to " + shown.get(shown.size() - 1).names() + " of "
                                    + rows.get(rows.size() - 1).names() + "; Tab: "
                                    + (number + 1 < count() ? "next page" : "first page"),
                            QUIET));
        }
        return page.toAttributedString();
    }
}
