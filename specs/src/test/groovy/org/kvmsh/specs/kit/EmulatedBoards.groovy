package org.kvmsh.specs.kit

import java.util.concurrent.ConcurrentHashMap
import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards

/** The boards in QEMU, each started once for all specs of a run; they end with it. */
class EmulatedBoards {
    static final List<String> NAMES = ['qemu:x86_64', 'qemu:arm64', 'qemu:arm64-gicv3', 'qemu:ppc64', 'qemu:ppc64-powernv']

    private static final Map<String, Board> STARTED = new ConcurrentHashMap<>()

    static {
        Runtime.runtime.addShutdownHook(new Thread({ STARTED.values()*.close() }))
    }

    /** The board, to be closed by the spec; what was started for it goes on. */
    static Board open(String name) {
        STARTED.compute(name) { key, board -> board != null && board.kernel().lost() == null ? board : new Boards(System.getenv()).open(name) }.again()
    }

    /** What is missing, and how to get it; null where the board is at hand. */
    static String whyNot(String name) {
        // What stands in front of a board changes nothing of what it needs.
        def entry = new Boards(System.getenv()).all().find { it.name() == name - 'rfc:' }
        entry.atHand() ? null : "$name is not available: ${entry.whyNot()}; ${entry.howTo()}"
    }

    static boolean atHand(String name) {
        Needed.missing(name) == null
    }

    /** Ends the spec as skipped where the board is missing; it stands before any condition. */
    static void orSkip(String name) {
        Needed.orSkip(name)
    }
}
