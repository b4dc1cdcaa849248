package org.kvmsh.dsl.script;

/** Skips a script or a test that does not apply to this board; not a failure. */
public final class Skipped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Skipped(String reason) {
        super(reason);
    }

    /** The skip behind what was thrown, or null. */
    public static Skipped behind(Throwable thrown) {
        return Causes.first(thrown, Skipped.class);
    }
}
