package org.kvmsh.dsl.plan.step;

import java.util.Locale;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.StartSpec;

/** How a board that can't give something says so. */
public final class Refusals {
    private Refusals() { }

    /** Refuses what only boards of another family of processors have. */
    public static void needs(String what, String family, boolean there, HostFacts host, Site site) {
        if (!there) {
            throw new ScriptError(site, what + (family.matches("[ax].*") ? " needs an " : " needs a ") + family + " board, and this board, " + host.boardName() + ", is " + host.arch(),
                    "boards at hand: " + host.boardsAtHand(), "choose one with -b NAME, or /board NAME in the shell");
        }
    }

    /** Refuses a vCPU. */
    public static void noVcpus(Site site, HostFacts host) {
        throw new ScriptError(site, "this board, " + host.boardName() + ", has no vCPUs: it answers the calls that set a VM up",
                "boards at hand: " + host.boardsAtHand());
    }

    /** A board whose vCPUs start in one mode alone. */
    public static StartSpec resetMode(StartSpec start, HostFacts host) {
        if (start.mode() != StartSpec.Mode.RESET) {
            throw new ScriptError(start.site(), start.mode().name().toLowerCase(Locale.ROOT) + " is a mode of x86, and this board, " + host.boardName() + ", is " + host.arch(),
                    "try: start " + Bits64.hex(start.address()));
        }
        return start;
    }

    /** Refuses what needs an ioctl that the headers do not have. */
    public static void needsIoctl(String what, String ioctl, HostFacts host, Site site) {
        if (!host.abi().hasIoctl(ioctl)) {
            throw new ScriptError(site, what + " needs " + ioctl + ", and this board, " + host.boardName() + ", has no such ioctl",
                    "boards at hand: " + host.boardsAtHand());
        }
    }
}
