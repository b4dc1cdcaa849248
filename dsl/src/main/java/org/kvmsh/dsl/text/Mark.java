package org.kvmsh.dsl.text;

import org.kvmsh.bindings.board.BoardKind;

/** The meaning of a piece of a line, for display; the text is complete without it. */
public enum Mark {
    /** {@code file:line:column}. */
    PLACE,
    /** A line of the script, which the caret below it points into. */
    SOURCE,
    /** The caret below a source line. */
    CARET,
    /** An errno with its number and its text. */
    ERRNO,
    /** The line that a step of a plan begins with. */
    STEP,
    /** Text for looking up, not for reading: a call of the echo, an argument, a reason to skip. */
    ASIDE,
    /** A register whose value is another one than at the last stop, and that value. */
    CHANGED,
    /** The name of an instruction in a listing. */
    MNEMONIC,
    PASSED,
    FAILED,
    SKIPPED,
    /** The kind of a board whose answers are a kernel's. */
    KERNEL,
    /** The kind of a board whose answers are no kernel's. */
    NO_KERNEL;

    public static Mark of(BoardKind kind) {
        return kind == BoardKind.MODEL || kind == BoardKind.REPLAY ? NO_KERNEL : KERNEL;
    }
}
