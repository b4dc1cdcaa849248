package org.kvmsh.dsl.text;

import java.util.List;

/** A value whose text depends on the room that there is for it, such as a table. */
public interface Fitting {
    /** The default width of a terminal; also of a file. */
    int USUAL_COLUMNS = 80;

    /** The text, with as many columns as fit. */
    String text(int columns);

    /** The same in lines, whose pieces may have marks. */
    default List<MarkedLine> marked(int columns) {
        return text(columns).lines().map(MarkedLine::of).toList();
    }
}
