package org.kvmsh.dsl.session.patch;

import java.util.Optional;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.dsl.inspect.ExitInWords;
import org.kvmsh.dsl.inspect.Explained;
import org.kvmsh.dsl.inspect.NameInWords;
import org.kvmsh.dsl.script.Site;

/** What {@code explain} is asked about: an exit, a name of the headers, or an ioctl. */
public final class ExplainedName {
    private ExplainedName() {}

    /** Explains what a script names, on a board with the patches that a session has read. */
    public static Explained of(Board board, SessionPatches patches, Object named, Site site) {
        return ExitInWords.of(board.kernel().abi(), named, site)
                .or(() -> ofHeaders(board, patches, named))
                .orElseGet(() -> patches.explain(named, site));
    }

    private static Optional<Explained> ofHeaders(Board board, SessionPatches patches, Object named) {
        return named instanceof CharSequence name
                ? NameInWords.of(board, name.toString(), patches.help(name.toString()))
                : Optional.empty();
    }
}
