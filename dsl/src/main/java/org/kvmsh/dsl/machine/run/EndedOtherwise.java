package org.kvmsh.dsl.machine.run;

import org.kvmsh.dsl.script.Causes;

/** A run ended, but not as {@code until:} asked. */
public final class EndedOtherwise extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    EndedOtherwise(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The end of the run behind what was thrown; null if there is none. */
    public static Outcome behind(Throwable thrown) {
        EndedOtherwise ended = Causes.first(thrown, EndedOtherwise.class);
        return ended == null ? null : ended.outcome;
    }
}
