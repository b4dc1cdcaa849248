package org.kvmsh.repl;

import java.util.List;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.dsl.text.MarkedListing;

/**
 * The values of typed texts on a terminal: lines as wide as it is, a page at a time if they are more than it has rows.
 */
final class ValueLines {
    private final LiveWriter out;
    private final Pager pager;
    private boolean paged = true;

    ValueLines(LiveWriter out, Pager pager) {
        this.out = out;
        this.pager = pager;
    }

    boolean isPaged() {
        return paged;
    }

    void page(boolean wanted) {
        paged = wanted;
    }

    void show(Object value, int columns) {
        String text = value instanceof Fitting || value instanceof Marked ? "" : ValueText.of(value);
        // The terminal itself breaks a text, so that what is copied from it is whole.
        boolean isText = value instanceof CharSequence
                || text.isEmpty() && !(value instanceof Marked || value instanceof Fitting);
        List<MarkedLine> lines = value instanceof Marked marked
                ? marked.marked()
                : value instanceof Fitting fitting
                        ? fitting.marked(columns)
                        : value instanceof Disassembly
                                ? MarkedListing.of(text)
                                : text.lines().map(MarkedLine::of).toList();
        List<MarkedLine> rows =
                lines.stream().flatMap(line -> out.fitted(line).stream()).toList();
        if (paged && pager.isLonger(rows.size())) {
            pager.show("the value", rows.stream().map(MarkedLine::toString).toList());
        } else if (isText) {
            out.println(text);
        } else {
            rows.forEach(row -> out.printOwn(out.colored(row) + System.lineSeparator()));
        }
    }
}
