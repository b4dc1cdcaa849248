package org.kvmsh.bindings.board;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.board.lab.HeldBoard;
import org.kvmsh.bindings.board.lab.LabBoard;
import org.kvmsh.bindings.board.lab.LabFailure;
import org.kvmsh.bindings.board.lab.LabTasks;
import org.kvmsh.bindings.board.lab.LockWait;

/**
 * The boards of a lab that this kvmsh uses: each is locked, started if it does not answer, and started anew if that is
 * asked for.
 */
final class LabBoards {
    /** A link has its own limit of silence. */
    private static final Duration OF_LINK = Duration.ofDays(1);

    private final Map<String, HeldBoard> held = new HashMap<>();
    private Duration limit = Duration.ZERO;

    /** @param wait how long to wait for a board that another kvmsh uses */
    void waiting(Duration wait) {
        limit = wait;
    }

    /** Opens a board, and starts it if it does not answer. */
    ConnectedBoard open(LabBoard lab, BootWait.Link<ConnectedBoard> link, Progress progress) throws BoardUnavailable {
        return doing(lab, progress, () -> {
            HeldBoard board = hold(lab, progress);
            boolean opened = false;
            try {
                ConnectedBoard reached =
                        board.isToCycle() ? cycled(board, link, progress) : answering(board, link, progress);
                opened = true;
                if (board.consoleTrouble() != null) {
                    progress.note(board.consoleTrouble());
                }
                return reached.of(new LabUse(this, board));
            } catch (BoardUnavailable e) {
                throw e.afterPrinting(board.console(board.startedAt()));
            } finally {
                if (!opened) {
                    release(board);
                }
            }
        });
    }

    /** Switches a board's power; returns what the commands printed. */
    String power(LabBoard lab, String action, Progress progress) throws BoardUnavailable {
        return doing(lab, progress, () -> LabTasks.power(lab, action, wait(progress)));
    }

    /** Gives a board's console to the person at the terminal; returns the command's exit status. */
    int console(LabBoard lab, Progress progress) throws BoardUnavailable {
        return doing(lab, progress, () -> LabTasks.console(lab, wait(progress)));
    }

    /** A task in a lab, which takes time. */
    private interface Doing<T> {
        T done() throws LabFailure, InterruptedException, BoardUnavailable;
    }

    private static <T> T doing(LabBoard lab, Progress progress, Doing<T> task) throws BoardUnavailable {
        try {
            return task.done();
        } catch (LabFailure e) {
            throw new BoardUnavailable(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BoardStartInterrupted.waiting(lab.name());
        } finally {
            progress.end();
        }
    }

    private LockWait wait(Progress progress) {
        return new LockWait(limit, new Consumer<>() {
            private boolean told;

            @Override
            public void accept(String used) {
                if (!told) {
                    progress.note(used + "; waiting for it");
                }
                told = true;
            }
        });
    }

    private HeldBoard hold(LabBoard lab, Progress progress) throws LabFailure, InterruptedException {
        synchronized (held) {
            HeldBoard shared = held.get(lab.name());
            if (shared != null) {
                return shared.share();
            }
        }
        HeldBoard taken = HeldBoard.take(lab, wait(progress));
        synchronized (held) {
            held.put(lab.name(), taken);
        }
        return taken;
    }

    /** Ends a use of a board. */
    void release(HeldBoard board) {
        synchronized (held) {
            if (board.release()) {
                held.remove(board.lab().name(), board);
            }
        }
    }

    private ConnectedBoard answering(HeldBoard board, BootWait.Link<ConnectedBoard> link, Progress progress)
            throws LabFailure, InterruptedException, BoardUnavailable {
        String name = board.lab().name();
        try {
            return wait(board).attempt(link, OF_LINK, () -> {}).orElseThrow();
        } catch (BoardUnavailable e) {
            if (BootWait.isFinal(e) || !board.lab().canStart()) {
                throw e;
            }
            progress.note(name + " does not answer: " + BootWait.firstLine(e) + "; starting it");
        }
        board.start(doing(board, progress));
        try {
            return answer(board, link, progress);
        } catch (BoardUnavailable e) {
            if (BootWait.isFinal(e) || board.lab().power() == null) {
                throw e;
            }
            progress.note(e.getMessage() + "; power-cycling it");
        }
        return cycled(board, link, progress);
    }

    private static Consumer<String> doing(HeldBoard board, Progress progress) {
        return what -> progress.step(board.lab().name() + ": " + what);
    }

    private ConnectedBoard cycled(HeldBoard board, BootWait.Link<ConnectedBoard> link, Progress progress)
            throws LabFailure, InterruptedException, BoardUnavailable {
        board.cycle(doing(board, progress));
        return answer(board, link, progress);
    }

    private static ConnectedBoard answer(HeldBoard board, BootWait.Link<ConnectedBoard> link, Progress progress)
            throws InterruptedException, BoardUnavailable {
        return wait(board).answer(link, progress);
    }

    private static BootWait<ConnectedBoard> wait(HeldBoard board) {
        LabBoard lab = board.lab();
        return new BootWait<>(
                lab.name(),
                lab.bootLimit(),
                board::lastLine,
                board::logInWords,
                late -> late.behind().run());
    }
}
