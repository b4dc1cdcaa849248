package org.kvmsh.dsl.machine.run;

/** A run ended, but not as {@code until:} asked. */
public final class EndedOtherwise extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    EndedOtherwise(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The end of the run behind what was thrown; null if there is none. */
    public static Outcome behind(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof EndedOtherwise ended) {
                return ended.outcome;
            }
        }
        return null;
    }
}
