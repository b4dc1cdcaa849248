package org.kvmsh.dsl.session;

/** A script, or a test of one, that means nothing on this board: no failure. */
public final class Skipped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Skipped(String reason) {
        super(reason);
    }

    /** The skip behind what was thrown; null if there is none. */
    public static Skipped behind(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof Skipped skipped) {
                return skipped;
            }
        }
        return null;
    }
}
