package org.kvmsh.dsl.session.test;

import org.kvmsh.dsl.machine.exit.HandlerFailed;
import org.kvmsh.dsl.script.Causes;

/** A script was ended from outside while it ran: by the user or by its time limit. */
public final class TextInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TextInterrupted() {
        super("interrupted");
    }

    /** @param place the language's exception, which has the text's position */
    public TextInterrupted(Throwable place) {
        super("interrupted", place);
    }

    /** Whether this, or a sleep that was interrupted, is behind what was thrown. */
    public static boolean isBehind(Throwable thrown) {
        for (Throwable each : Causes.of(thrown).toList()) {
            if (each instanceof HandlerFailed handler && handler.isLate()) {
                return false;
            } else if (each instanceof TextInterrupted || each instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}
