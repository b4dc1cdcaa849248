package org.kvmsh.dsl.session;

import java.util.Optional;
import org.kvmsh.dsl.inspect.ExitInWords;
import org.kvmsh.dsl.inspect.Explained;
import org.kvmsh.dsl.inspect.NameInWords;
import org.kvmsh.dsl.script.Site;

/** What {@code explain} is asked about: an exit, a name of the headers, or an ioctl. */
final class ExplainedName {
    private ExplainedName() {}

    static Explained of(Session session, Object named, Site site) {
        return ExitInWords.of(session.board().kernel().abi(), named, site)
                .or(() -> ofHeaders(session, named))
                .orElseGet(() -> session.patches().explain(named, site));
    }

    private static Optional<Explained> ofHeaders(Session session, Object named) {
        return named instanceof CharSequence name
                ? NameInWords.of(
                        session.board(), name.toString(), session.patches().help(name.toString()))
                : Optional.empty();
    }
}
