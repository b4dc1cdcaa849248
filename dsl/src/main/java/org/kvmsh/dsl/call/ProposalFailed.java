package org.kvmsh.dsl.call;

import java.util.Arrays;
import org.kvmsh.dsl.script.ScriptError;

/** A script's proposal threw in place of an answer; the cause is what it threw. */
public final class ProposalFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param ioctl the ioctl that came */
    public ProposalFailed(String ioctl, Throwable thrown) {
        super(ioctl, thrown);
    }

    /** The error of what was thrown, with the ioctl that it was thrown at. */
    public ScriptError with(ScriptError thrown) {
        String[] notes = Arrays.copyOf(thrown.notes().toArray(String[]::new), thrown.notes().size() + 1);
        notes[notes.length - 1] = "in the proposal that answers " + getMessage();
        return new ScriptError(thrown.site(), thrown.getMessage(), this, notes);
    }
}
