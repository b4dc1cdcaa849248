package org.kvmsh.bindings.trace;

import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;

/**
 * One system call as it was made.
 *
 * @param on     what it was made on; null for calls that make memory
 * @param name   the ioctl's name, its number where the tables know none, or the system call's
 * @param before the argument in words as the kernel got it
 * @param after  what the kernel put into the argument, in words; empty where it changed nothing
 * @param answer 0 or more, or a negated errno
 * @param hand   whether a proposal in front of the kernel answered it, or made it
 */
public record Call(FdKind on, String name, String before, String after, int answer, Hand hand) {
    /** A call of a kernel that nothing stands in front of. */
    public Call(FdKind on, String name, String before, String after, int answer) {
        this(on, name, before, after, answer, Hand.KERNEL);
    }

    /** The answer in words. */
    public String answerText() {
        if (answer < 0) {
            return Errno.describe(-answer);
        }
        return answer + (after.isEmpty() ? "" : ", " + after);
    }
}
