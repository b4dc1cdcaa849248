package org.kvmsh.dsl.call;

import org.kvmsh.dsl.script.ScriptError;

/** A script's proposal threw instead of answering; the cause is the exception. */
public final class ProposalFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param ioctl the ioctl that was called */
    public ProposalFailed(String ioctl, Throwable thrown) {
        super(ioctl, thrown);
    }

    /** The error of what was thrown, with the ioctl that it was thrown at. */
    public ScriptError with(ScriptError thrown) {
        return thrown.because(this, "in the proposal for " + getMessage());
    }
}
