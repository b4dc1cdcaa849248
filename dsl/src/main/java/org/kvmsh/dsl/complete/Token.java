package org.kvmsh.dsl.complete;

/**
 * A piece of a text that may break off anywhere.
 *
 * @param text a string's is what is between its quotes
 * @param from its offset in the text; a string's is that of its content
 */
record Token(Kind kind, String text, int from) {
    /** Whether it is a string or a comment that the text breaks off in, is said by its kind. */
    enum Kind { NAME, NUMBER, STRING, OPEN_STRING, OPEN_COMMENT, SYMBOL, LINE }

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
