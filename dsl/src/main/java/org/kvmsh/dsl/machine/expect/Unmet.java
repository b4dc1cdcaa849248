package org.kvmsh.dsl.machine.expect;

import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.ScriptError;

/** An expectation failed; the cause is the language's exception, if there was one. */
public final class Unmet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unmet() {}

    public Unmet(Throwable thrown) {
        // Throwable(Throwable) would call a method of the exception, and a class of a script may fail in it.
        super(null, thrown);
    }

    /** Whether an expectation that did not hold is behind what was thrown. */
    public static boolean isBehind(Throwable thrown) {
        return Causes.first(thrown, Unmet.class) != null;
    }

    /** The error of an exception, still marked as a failed expectation. */
    public ScriptError with(ScriptError thrown) {
        return thrown.because(this);
    }
}
