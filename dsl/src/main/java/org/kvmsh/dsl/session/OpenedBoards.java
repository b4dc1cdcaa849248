package org.kvmsh.dsl.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.inspect.CallText;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.VmWords;

/** The boards that scripts opened beside a session's own: each has a session of its own, under the same tests, echo and checks. */
final class OpenedBoards {
    private final Session owner;
    private final List<OpenedBoard> boards = new CopyOnWriteArrayList<>();
    private Boards known;
    /** The board whose names are meant, in a block of its own; the owner outside of one. */
    private volatile Session named;

    OpenedBoards(Session owner) {
        this.owner = owner;
        this.named = owner;
    }

    void opens(Boards boardsOfHost) {
        known = boardsOfHost;
    }

    OpenedBoard open(String name, Site site, Supplier<VmWords> words) {
        if (known == null || owner.execution().isOnPaper()) {
            throw new ScriptError(site, "a plan opens no boards: board '" + name + "' needs a run");
        }
        try {
            Board board = known.open(name);
            OpenedBoard opened = new OpenedBoard(owner.beside(board, new HostFacts(board, known::available)), owner, words);
            boards.add(opened);
            owner.echo(() -> CallText.aside("board " + opened));
            return opened;
        } catch (BoardUnavailable e) {
            throw new ScriptError(site, e.getMessage(), e);
        }
    }

    void closed(OpenedBoard board) {
        boards.remove(board);
    }

    List<Session> sessions() {
        return boards.stream().map(OpenedBoard::session).toList();
    }

    Session named() {
        return named;
    }

    /** Does something while the names of headers are those of a board. */
    <T> T during(Session block, Supplier<T> work) {
        Session before = named;
        named = block;
        try {
            return work.get();
        } finally {
            named = before;
        }
    }

    void close() {
        boards.forEach(OpenedBoard::close);
    }
}
