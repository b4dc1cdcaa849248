package org.kvmsh.bindings.trace;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the board's kernel logged while a call was made.
 *
 * @param call  the ioctl's or system call's name
 * @param lines without their time
 */
public record KernelLog(String call, List<String> lines) {
    /** How the architectures' die() and panic() begin: arch/x86/kernel/dumpstack.c, arch/arm64/kernel/traps.c, arch/powerpc/kernel/traps.c. */
    private static final Pattern OOPS = Pattern.compile("Oops|BUG: |kernel BUG at|Unable to handle kernel|general protection fault|Kernel panic|Internal error:");

    /** The line that tells of an oops; null where the kernel is well. */
    public String oops() {
        return lines.stream().filter(KernelLog::tellsOfOops).findFirst().orElse(null);
    }

    /** Whether a line of a kernel's log or console tells of an oops. */
    public static boolean tellsOfOops(String line) {
        return OOPS.matcher(line).find();
    }
}
