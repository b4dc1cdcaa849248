package org.kvmsh.bindings.splat;

import org.kvmsh.bindings.kernel.KernelMessages;

/** The number of times that lines of a kernel's log were overwritten before they were read, since it is watched. */
final class Overwritten {
    private long first = KernelMessages.UNKNOWN;
    private long now = KernelMessages.UNKNOWN;

    /** @param lost as {@link KernelMessages} counts it */
    void told(long lost) {
        first = first == KernelMessages.UNKNOWN ? lost : first;
        now = lost;
    }

    /**
     * The state of a log up to a mark.
     *
     * @param isMet whether the mark was read
     * @param shared whether others may fill the log
     */
    LogState state(boolean isMet, boolean shared) {
        if (now == KernelMessages.UNKNOWN) {
            return LogState.notReadable("its agent is older than this kvmsh and does not report overwritten lines");
        }
        String why = now > first
                ? "lines were overwritten before kvmsh read them"
                : isMet ? null : "the kernel log lacks the line that kvmsh wrote to it";
        return why == null ? LogState.CLEAN : shared ? LogState.notReadable(why) : LogState.bad(why);
    }
}
