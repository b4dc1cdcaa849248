package org.kvmsh.dsl.call;

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
        return thrown.because(this, "in the proposal for " + getMessage());
    }
}
