package org.kvmsh.bindings.kernel;

import java.util.regex.Pattern;

/** How a kernel says that it has come to grief. */
public final class Oops {
    /** How the architectures' die() and panic() begin: arch/x86/kernel/dumpstack.c, arch/arm64/kernel/traps.c, arch/powerpc/kernel/traps.c. */
    private static final Pattern TELLS = Pattern.compile("Oops|BUG: |kernel BUG at|Unable to handle kernel|general protection fault|Kernel panic|Internal error:|Unrecoverable");

    private Oops() { }

    /** Whether a line of a log or console tells of an oops or a panic. */
    public static boolean tells(String line) {
        return TELLS.matcher(line).find();
    }

    /** The first line of a log or console that tells of an oops or a panic; null where none does. */
    public static String in(String text) {
        return text.lines().filter(Oops::tells).map(String::strip).findFirst().orElse(null);
    }
}
