package org.kvmsh.repl.commands;

/** The result of a typed text. */
public sealed interface TypedResult {
    /** It ran to its end. @param value the value of its last statement; null for none */
    record Done(Object value) implements TypedResult { }

    /** The kernel refused a call of its. @param errno the constant, or the number where it has no name */
    record Refused(Object errno) implements TypedResult { }

    /** An expectation did not hold. */
    record Unmet(String reason) implements TypedResult { }

    /** The board was lost. */
    record BoardWasLost(String reason) implements TypedResult { }

    /** It is unrelated to the board: a typing error, an interrupt, something that kvmsh itself refuses. */
    record Failed(String reason) implements TypedResult { }
}
