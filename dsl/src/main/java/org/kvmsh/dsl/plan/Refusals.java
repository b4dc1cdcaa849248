package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;

/** How a board that can't give something says so. */
final class Refusals {
    private Refusals() { }

    static void needs(String what, String family, boolean there, HostFacts host, Site site) {
        if (!there) {
            throw new ScriptError(site, what + " needs a " + family + " board, and this board, " + host.boardName() + ", is " + host.arch(),
                    "boards at hand: " + host.boardsAtHand(), "choose one with -b NAME, or /board NAME in the shell");
        }
    }

    static void needsIoctl(String what, String ioctl, HostFacts host, Site site) {
        if (!host.abi().hasIoctl(ioctl)) {
            throw new ScriptError(site, what + " needs " + ioctl + ", and this board, " + host.boardName() + ", has no such ioctl",
                    "boards at hand: " + host.boardsAtHand());
        }
    }
}
