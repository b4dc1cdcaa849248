package org.kvmsh.repl.commands;

import java.time.Duration;
import org.kvmsh.dsl.machine.run.Outcome;

/** The result of a typed text. */
public sealed interface TypedResult {
    /** It ran to its end. @param value the value of its last statement; null for none */
    record Done(Object value) implements TypedResult {}

    /**
     * The kernel refused a call of its, or a rule of the kernel's before the call. @param errno the constant, or the
     * number where it has no name
     */
    record Refused(Object errno) implements TypedResult {}

    /** An expectation did not hold. */
    record Unmet(String reason) implements TypedResult {}

    /** A run ended, but not as {@code until:} asked. */
    record RunEnded(Outcome outcome) implements TypedResult {}

    /** Ctrl-C ended a run. @param took how long it had run */
    record InterruptedRun(Duration took) implements TypedResult {}

    /** The board was lost. */
    record BoardWasLost(String reason) implements TypedResult {}

    /** It is unrelated to the board: a typing error, an interrupt, something that kvmsh itself refuses. */
    record Failed(String reason) implements TypedResult {}
}
