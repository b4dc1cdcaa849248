package org.kvmsh.repl.runner;

import java.io.PrintWriter;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.OtherBoards;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.session.test.KernelFaults;
import org.kvmsh.dsl.session.test.LastLook;
import org.kvmsh.repl.results.record.RunRecord;

/**
 * A board on which scripts run: opened once for all of them, and once more where a script cost it, or its kernel's
 * health.
 */
final class BoardUnderTest {
    private final Boards boards;
    private final String name;
    private final PrintWriter out;
    private Board board;
    /** The record of the board; null before it is kept. */
    private RunRecord.OfBoard kept;
    /** The number of times that the board was started. */
    private int starts = 1;

    private KernelWatch watch;
    private boolean cut;
    /** Whether the kernel oopsed since the board was started. */
    private boolean oopsed;
    /** The worst state of its kernel's log in all looks at it; null before the first. */
    private LogState state;
    /** The state of a log that was not read completely although it can be read; null if each was. */
    private LogState incomplete;
    /** The first fault that an earlier start of it told. */
    private String fault;
    /** Why nothing runs on it any more: it came back with another kernel, or not at all. Null if it did not. */
    private String ended;
    /** The board whose loss a script's result tells; null if none does. */
    private Board told;

    /** @param name null for this host's KVM, or the model used instead */
    BoardUnderTest(Boards boards, String name, PrintWriter out) {
        this.boards = boards;
        this.name = name;
        this.out = out;
    }

    /** Opens it for the first time. */
    void open() throws BoardUnavailable {
        Board opened = boards.openOrStandIn(name, why -> out.println("KVM is not available on this host: " + why));
        replaced(opened, KernelFaults.watch(opened).begin());
    }

    /** Keeps the board's console in a record, from what it has printed so far: a run that is killed has its boot. */
    synchronized void keepIn(RunRecord.OfBoard record) {
        kept = record;
        keepConsole();
    }

    private void keepConsole() {
        kept.console(starts, board.known().console().get());
    }

    synchronized Board board() {
        return board;
    }

    synchronized KernelWatch watch() {
        return watch;
    }

    /**
     * Whether several scripts may run on it at once: what is in front of a remote board, or of a proposal, has one
     * user.
     */
    boolean isShared() {
        BoardKind kind = board().kind();
        return (kind == BoardKind.REAL || kind == BoardKind.EMULATED || kind == BoardKind.MODEL)
                && !board().hasProposals();
    }

    synchronized void oopsed() {
        oopsed = true;
    }

    /** Whether it has to be opened once more before a script runs on it. */
    synchronized boolean isDamaged() {
        return board.kernel().lost() != null || oopsed || ended != null;
    }

    /** Opens it once more where that is needed and can be done; no script may run on it. */
    void startAgain() throws BoardUnavailable {
        Board before = board();
        boolean lost = before.kernel().lost() != null;
        if (!isDamaged()) {
            return;
        }
        checkEnded();
        String spent = before.whyNotRestarted();
        if (spent != null) {
            throw new BoardUnavailable(spent);
        }
        if (!lost && !before.isRestartable()) {
            out.println(before
                    + ": its kernel oopsed and kvmsh cannot restart the board; the next tests run on the"
                    + " damaged kernel");
            healthy();
            return;
        }
        out.println(
                before + todo(before) + (before.bootLog() == null ? "" : "; its console is in " + before.bootLog()));
        keepConsole();
        Board again = openedAgain(before);
        replaced(again, KernelFaults.watch(again).begin());
        starts++;
        keepConsole();
        if (again.kernel().lost() != null) {
            throw new BoardUnavailable(
                    again.name() + ": " + again.kernel().lost().getMessage());
        }
        readKernel(again);
        checkEnded();
    }

    /** The rest of the sentence that begins with the board. */
    private String todo(Board before) {
        if (oopsed) {
            return ": its kernel oopsed, and it is restarted";
        } else if (before.isRestartable()) {
            return ", and is restarted";
        }
        return before.reboots() ? "; waiting for its agent" : "; connecting to it again";
    }

    private Board openedAgain(Board before) throws BoardUnavailable {
        try {
            return boards.restart(before, name == null ? Boards.KVM : name);
        } catch (BoardUnavailable e) {
            // A board that did not come back is not awaited again and again.
            endedBy(before.reboots() && !before.isRestartable() ? e.getMessage() : null);
            throw e;
        }
    }

    private synchronized void endedBy(String why) {
        ended = why;
    }

    private void checkEnded() throws BoardUnavailable {
        if (ended != null) {
            throw new BoardUnavailable(ended);
        }
    }

    private synchronized void readKernel(Board again) {
        try {
            ended = kept.facts(BoardFacts.ofRun(again));
        } catch (BoardLost e) {
            // The next script's result has it.
            return;
        }
    }

    private synchronized void healthy() {
        oopsed = false;
    }

    /** Looks at the board before it is closed or started again; what its kernel has reported is with its watch then. */
    void look() {
        LogState seen = LastLook.at(board(), watch());
        if (seen != null) {
            state = state == null ? seen : state.worse(seen);
            incomplete = incomplete == null && seen.isBad() && board().kernel().lost() == null ? seen : incomplete;
        }
    }

    /** The state of its kernel's log over all its starts; null if that was not looked at, or there is none. */
    LogState state() {
        String worst = fault != null ? fault : watch().fault();
        return state == null || worst == null ? state : state.worse(LogState.bad(worst));
    }

    /** The state of a log that was not read completely although it can be read; null if each was. */
    LogState incomplete() {
        return incomplete;
    }

    /** Why it is lost; null if it is not, if a script's result tells it, and if kvmsh has cut it off. */
    synchronized BoardLost untoldLoss() {
        return cut || told == board ? null : board.kernel().lost();
    }

    /** A result tells that the board is lost. */
    synchronized void lossTold() {
        told = board.kernel().lost() == null ? told : board;
    }

    private synchronized void replaced(Board again, KernelWatch watched) {
        fault = fault == null && watch != null ? watch.fault() : fault;
        board = again;
        watch = watched;
        cut = false;
        oopsed = false;
    }

    /** The next test of a script that runs alone is on the board started again, where kvmsh can do that. */
    void afterOops(Session session) {
        oopsed();
        Board before = board();
        try {
            look();
            session.faults().drain();
            startAgain();
            if (board() != before) {
                Board fresh = board().again();
                session.replaceBoard(fresh, new HostFacts(fresh, OtherBoards.of(boards)), watch());
            }
        } catch (BoardUnavailable e) {
            out.println(before.name() + " could not be started: " + e.getMessage());
        }
    }

    /** Takes the board from a script that does not end. */
    synchronized void cut() {
        if (!cut) {
            cut = true;
            Thread cutting = new Thread(board::cut, "board-cut");
            cutting.setDaemon(true);
            cutting.start();
        }
    }

    void close() {
        keepConsole();
        board().close();
    }
}
