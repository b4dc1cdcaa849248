package org.kvmsh.bindings.trace;

import java.util.List;
import org.kvmsh.bindings.kernel.Oops;

/**
 * What the board's kernel logged while a call was made.
 *
 * @param call  the ioctl's or system call's name
 * @param lines without their time
 */
public record KernelLog(String call, List<String> lines) {
    /** The line that tells of an oops; null where the kernel is well. */
    public String oops() {
        return Oops.in(String.join("\n", lines));
    }
}
