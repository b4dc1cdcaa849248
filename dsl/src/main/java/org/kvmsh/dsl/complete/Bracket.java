package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.List;

/** A bracket that is open at the caret, or the text itself. */
final class Bracket {
    /** The way in which its content is read. */
    enum Kind {
        TEXT,
        ARGUMENTS,
        LIST,
        BLOCK,
        OBJECT
    }

    final Bracket outer;
    final Kind kind;
    /** The index of the bracket. */
    final int at;
    /** The word that it belongs to, {@code memory} of {@code memory(}; null for none. */
    final Chain callee;
    /** Whether it has the index of an element. */
    boolean isIndex;
    /** Whether a block follows that word: an object has its words. */
    boolean isBlock;
    /** The index of the first token of the current statement. */
    int statement;
    /** The word of the statement before the current one; empty for none. */
    String previous = "";
    /** The word that calls the function whose parameters these are; null if it is that of the bracket. */
    Chain caller;
    /** The names that a block gets: {@code e} of <code>{ e -&gt;</code>. */
    final List<String> parameters = new ArrayList<>();

    Bracket(Bracket outer, Kind kind, int at, Chain callee) {
        this.outer = outer;
        this.kind = kind;
        this.at = at;
        this.callee = callee;
        this.statement = at + 1;
    }
}
