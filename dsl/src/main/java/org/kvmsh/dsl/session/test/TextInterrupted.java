package org.kvmsh.dsl.session.test;

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
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof TextInterrupted || t instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}
