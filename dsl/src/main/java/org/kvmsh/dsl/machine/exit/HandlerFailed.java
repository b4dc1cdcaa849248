package org.kvmsh.dsl.machine.exit;

import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.script.ScriptError;

/** A script's handler, or the condition of {@code until:}, threw; the cause is the exception. */
public final class HandlerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isCondition;
    private final boolean isLate;

    /** @param thrown what the handler threw */
    public HandlerFailed(Exit exit, Throwable thrown) {
        this("at " + exit, thrown, false, false);
    }

    private HandlerFailed(String at, Throwable thrown, boolean isCondition, boolean isLate) {
        super(at, thrown);
        this.isCondition = isCondition;
        this.isLate = isLate;
    }

    /** The failure of a condition, which was asked when the exit had its answer. */
    public static HandlerFailed ofCondition(Exit exit, Throwable thrown) {
        return new HandlerFailed("at " + exit, thrown, true, false);
    }

    /** The same, thrown since kvmsh has interrupted the handler when the run's time was over. */
    public HandlerFailed late() {
        return new HandlerFailed(getMessage(), getCause(), isCondition, true);
    }

    /** Whether the run's time was over: nobody has interrupted the script. */
    public boolean isLate() {
        return isLate;
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
        ScriptError why = isLate ? LateHandler.error(thrown.site()) : thrown;
        return why.because(this, "in the running handler: " + getMessage() + "; its machine is now closed");
    }
}
