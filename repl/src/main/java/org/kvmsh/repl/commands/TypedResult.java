package org.kvmsh.repl.commands;

/** What a text that was typed came to. */
public sealed interface TypedResult {
    /** It ran to its end. @param value what its last statement gave; null for nothing */
    record Done(Object value) implements TypedResult { }

    /** The kernel refused a call of its. @param errno the constant, or the number where it has no name */
    record Refused(Object errno) implements TypedResult { }

    /** An expectation did not hold. */
    record Unmet(String reason) implements TypedResult { }

    /** The board was lost. */
    record BoardWasLost(String reason) implements TypedResult { }

    /** It says nothing about the board: a slip of the fingers, an interrupt, what kvmsh itself refuses. */
    record Failed(String reason) implements TypedResult { }
}
