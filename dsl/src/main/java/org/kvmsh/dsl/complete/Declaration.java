package org.kvmsh.dsl.complete;

/**
 * A name that a script declares, or a test of it. Offsets are those of the text; an end is the offset behind.
 *
 * @param name a test's is its text
 * @param at the offset of the name
 * @param to the end of the name
 * @param from where the declaration begins
 * @param end its end, with its block
 */
public record Declaration(Kind kind, String name, int at, int to, int from, int end) {
    /** What is declared. */
    public enum Kind {
        TEST,
        MACHINE,
        FUNCTION,
        VARIABLE
    }
}
