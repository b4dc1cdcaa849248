package org.kvmsh.dsl.session.test;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.bindings.splat.LogState;

/**
 * The last look at a board, before it is closed or started again: whether it lives, and whether its kernel's log was
 * read to its end.
 */
public final class LastLook {
    /** Longer than the grace period of RCU, after which a kernel frees what a closed VM had. */
    private static final Duration GRACE = Duration.ofMillis(250);
    /** Boards without a kernel that logs. */
    private static final Set<BoardKind> SILENT = EnumSet.of(BoardKind.MODEL, BoardKind.REPLAY);

    private LastLook() {}

    /**
     * Looks at a board on which nothing is open any more but /dev/kvm, which this closes. What its kernel has reported
     * is left to the watch.
     *
     * @return null of a board whose kernel does not log, and if this thread is interrupted
     */
    public static LogState at(Board board, KernelWatch watch) {
        if (SILENT.contains(board.kind())) {
            return null;
        }
        board.kvm().close();
        try {
            if (board.kernel().lost() == null) {
                TimeUnit.MILLISECONDS.sleep(GRACE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
        return watch.readToEnd();
    }
}
