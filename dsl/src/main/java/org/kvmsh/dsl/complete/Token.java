package org.kvmsh.dsl.complete;

/**
 * A piece of a text that may break off anywhere.
 *
 * @param text a string's is what is between its quotes
 * @param from its offset in the text, with its quotes
 * @param to the offset behind it
 */
record Token(Kind kind, String text, int from, int to) {
    /** A string or a comment that the text breaks off in has a kind of its own. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        OPEN_STRING,
        COMMENT,
        OPEN_COMMENT,
        SYMBOL,
        LINE
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName() {
        return kind == Kind.NAME;
    }

    boolean isOpening() {
        return is("(") || is("[") || is("{");
    }

    boolean isClosing() {
        return is(")") || is("]") || is("}");
    }
}
