package org.kvmsh.dsl.lang;

/** How much of a language is loaded before it is needed. */
public enum Loading {
    /** What a script needs that was compiled before. */
    RUNTIME,
    /** The compiler too. */
    COMPILER,
    /** The way of a line through the compiler too: for a person who still types it. */
    LINE,
    /** The way of a file, which is compiled statically: for a file that is run when a board has been opened. */
    FILE
}
