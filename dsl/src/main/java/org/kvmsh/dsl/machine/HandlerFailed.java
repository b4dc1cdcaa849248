package org.kvmsh.dsl.machine;

import java.util.Arrays;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.script.ScriptError;

/** A script's handler or condition threw; the cause is what it threw. */
public final class HandlerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HandlerFailed(Exit exit, Throwable thrown) {
        super("at " + exit, thrown);
    }

    /** The error of what was thrown, with the exit that it was thrown at. */
    public ScriptError with(ScriptError thrown) {
        String[] notes = Arrays.copyOf(thrown.notes().toArray(String[]::new), thrown.notes().size() + 1);
        notes[notes.length - 1] = "in the handler that ran " + getMessage() + "; its machine is closed";
        return new ScriptError(thrown.site(), thrown.getMessage(), this, notes);
    }
}
