package org.kvmsh.dsl.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.dsl.inspect.CallText;
import org.kvmsh.dsl.json.SavedFacts;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.OtherBoards;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.test.KernelFaults;
import org.kvmsh.dsl.word.VmWords;

/**
 * The boards that scripts opened beside a session's own: each has a session of its own, under the same tests, echo and
 * checks.
 */
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
            throw new ScriptError(site, "a plan cannot open boards: run the script to open board '" + name + "'");
        }
        try {
            Board board = known.open(name);
            OpenedBoard opened =
                    new OpenedBoard(owner.beside(board, new HostFacts(board, OtherBoards.of(known))), owner, words);
            opened.session().faults().begin();
            boards.add(opened);
            owner.echo(() -> CallText.aside("board " + opened));
            return opened;
        } catch (BoardUnavailable e) {
            throw new ScriptError(site, e.getMessage(), e);
        }
    }

    /** The facts of a board, which is closed again unless the script has opened it, or of a file with them. */
    Map<String, Object> facts(String named) {
        if (named.endsWith(".json") || Files.isRegularFile(Path.of(named))) {
            try {
                return SavedFacts.read(Path.of(named));
            } catch (IOException e) {
                throw new ScriptError(Site.UNKNOWN, e.getMessage(), e);
            }
        }
        if (known == null || owner.execution().isOnPaper()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "caps.diff with board '" + named
                            + "' cannot be planned: a plan cannot open boards; run the script");
        }
        Optional<Session> open = Stream.concat(Stream.of(owner), sessions().stream())
                .filter(session -> session.board().name().equals(named))
                .findFirst();
        if (open.isPresent()) {
            return CallOrigin.PROBING.during(() -> BoardFacts.of(open.get().board()));
        }
        try (Board board = known.open(named)) {
            return CallOrigin.PROBING.during(() -> BoardFacts.of(board));
        } catch (BoardUnavailable e) {
            throw new ScriptError(Site.UNKNOWN, e.getMessage(), e);
        }
    }

    void closed(OpenedBoard board) {
        boards.remove(board);
    }

    List<Session> sessions() {
        return boards.stream().map(OpenedBoard::session).toList();
    }

    List<KernelFaults> faults() {
        return sessions().stream().map(Session::faults).toList();
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
