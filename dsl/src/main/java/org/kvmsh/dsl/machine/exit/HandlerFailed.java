package org.kvmsh.dsl.machine.exit;

import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.script.ScriptError;

/** A script's handler, or the condition of {@code until:}, threw; the cause is the exception. */
public final class HandlerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isCondition;

    /** @param thrown what the handler threw */
    public HandlerFailed(Exit exit, Throwable thrown) {
        this(exit, thrown, false);
    }

    private HandlerFailed(Exit exit, Throwable thrown, boolean isCondition) {
        super("at " + exit, thrown);
        this.isCondition = isCondition;
    }

    /** The failure of a condition, which was asked when the exit had its answer. */
    public static HandlerFailed ofCondition(Exit exit, Throwable thrown) {
        return new HandlerFailed(exit, thrown, true);
    }

    /** Whether the guest is left without an answer, so that its machine is closed. */
    public boolean closesMachine() {
        return !isCondition;
    }

    /** The error of what was thrown, with the exit that it was thrown at. */
    public ScriptError with(ScriptError thrown) {
        if (isCondition) {
            return thrown.because(
                    this,
                    "in the condition of until: " + getMessage(),
                    "the condition is called without arguments (Groovy's 'it' is null); the last exit:"
                            + " m.exits.last.exit");
        }
        return thrown.because(this, "in the running handler: " + getMessage() + "; its machine is now closed");
    }
}
