package org.kvmsh.dsl.complete;

/**
 * A piece of a text that is shown in a way of its own.
 *
 * @param from its offset
 * @param to the offset behind it
 */
public record Highlight(Kind kind, int from, int to) {
    /** The kind of the piece. */
    public enum Kind {
        KEYWORD,
        WORD,
        ARGUMENT,
        REGISTER,
        KERNEL,
        NUMBER,
        STRING,
        COMMENT,
        /** A name that nothing has here. */
        UNKNOWN,
        /** The bracket at the caret and its counterpart. */
        BRACKET
    }
}
