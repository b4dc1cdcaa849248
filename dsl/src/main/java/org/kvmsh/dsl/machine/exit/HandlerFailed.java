package org.kvmsh.dsl.machine.exit;

import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.script.ScriptError;

/** A script's handler or condition threw; the cause is the exception. */
public final class HandlerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param thrown what the handler threw */
    public HandlerFailed(Exit exit, Throwable thrown) {
        super("at " + exit, thrown);
    }

    /** The error of what was thrown, with the exit that it was thrown at. */
    public ScriptError with(ScriptError thrown) {
        return thrown.because(this, "in the running handler: " + getMessage() + "; its machine is now closed");
    }
}
