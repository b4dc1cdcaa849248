package org.kvmsh.specs.kit

import java.lang.reflect.UndeclaredThrowableException
import java.util.concurrent.ConcurrentHashMap
import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards

/** The boards in QEMU, each started once for all specs of a run; they end with it. */
class EmulatedBoards {
    static final List<String> NAMES = ['qemu:x86_64', 'qemu:arm64', 'qemu:arm64-gicv3', 'qemu:arm64-rfc', 'qemu:ppc64', 'qemu:ppc64-powernv', 'qemu:ppc64-rfc', 'qemu:riscv64']

    private static final Map<String, Board> STARTED = new ConcurrentHashMap<>()

    static {
        Runtime.runtime.addShutdownHook(new Thread({ STARTED.values()*.close() }))
    }

    /** Whether the commands of kvmsh get these boards; a board that is not shared is started for a command and ends with it. */
    private static volatile boolean shared

    /** The board, to be closed by the spec; what was started for it keeps running. */
    static Board open(String name) {
        started(name).again()
    }

    /** The board itself, which the end of the JVM closes. */
    static Board started(String name) {
        try {
            STARTED.compute(name) { key, board -> board != null && board.kernel().lost() == null ? board : ofItsOwn { new Boards(System.getenv()).open(name) } }
        } catch (UndeclaredThrowableException e) {
            // The closure is behind a proxy of BiFunction, which has no checked exceptions: why the board does not start.
            throw e.cause
        }
    }

    /** Does something while commands in this JVM get these boards. */
    static <T> T sharing(Closure<T> work) {
        with(true, work)
    }

    static boolean isShared(String name) {
        shared && name in NAMES
    }

    private static <T> T ofItsOwn(Closure<T> work) {
        with(false, work)
    }

    private static <T> T with(boolean now, Closure<T> work) {
        boolean before = shared
        shared = now
        try {
            work()
        } finally {
            shared = before
        }
    }

    /** What is missing, and how to install it; null if the board is available. */
    static String whyNot(String name) {
        def entry = new Boards(System.getenv()).all().find { it.name() == name }
        if (entry == null) {
            return "$name is not set up: kvmsh boards setup '$name'"
        }
        // Its kernel was built from patches other than those in the tree, which specs expect.
        if (entry.isAvailable() && entry.caveat() != null) {
            return "$name is ${entry.caveat()}"
        }
        entry.isAvailable() ? null : "$name is not available: ${entry.whyNot()}; ${entry.howTo()}"
    }

    /** Ends the spec as skipped where the board is missing; it is before any condition. */
    static void orSkip(String name) {
        Needed.orSkip(name)
    }
}
