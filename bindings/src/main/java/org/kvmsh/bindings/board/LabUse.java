package org.kvmsh.bindings.board;

import java.nio.file.Path;
import java.util.List;
import org.kvmsh.bindings.board.lab.HeldBoard;
import org.kvmsh.bindings.board.lab.LabFailure;

/** One opening of a board of a lab, which keeps the board's lock and console until it is closed. */
public final class LabUse implements AutoCloseable {
    private final LabBoards labs;
    private final HeldBoard held;
    /** The number of bytes that its console printed before the start that this opening saw. */
    private final long before;

    private boolean closed;

    LabUse(LabBoards labs, HeldBoard held) {
        this.labs = labs;
        this.held = held;
        this.before = held.startedAt();
    }

    /** The lines of its console since it was started, or locked. */
    List<String> console() {
        return held.console(before);
    }

    Path bootLog() {
        return held.bootLog();
    }

    boolean isRestartable() {
        return held.lab().canStart();
    }

    String whyNotAgain(String why) {
        return held.whyNotAgain(why);
    }

    /** Keeps the board while this opening is closed and the next one starts the board anew. */
    LabUse toRestart(boolean lost) throws BoardUnavailable {
        try {
            held.toBeCycled(lost);
            return new LabUse(labs, held.share());
        } catch (LabFailure e) {
            throw new BoardUnavailable(e.getMessage(), e);
        }
    }

    /** The board could not be started anew, and is not tried again. */
    void spent(String why) {
        held.spent(why);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            labs.release(held);
        }
    }
}
