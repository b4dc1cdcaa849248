package org.kvmsh.repl.known;

import org.kvmsh.repl.cli.Excuse;
import org.kvmsh.repl.cli.NamePattern;

/**
 * An answer to a call that is known to differ from the rules.
 *
 * @param saw an errno's name, or {@link #ACCEPTED}
 * @param where the boards that answer so
 */
record KnownAnswer(NamePattern call, NamePattern saw, KnownWhere where, Excuse excuse) {
    /** What an entry has for a call that succeeded. */
    static final String ACCEPTED = "accepted";

    boolean isOf(KnownBoard board, String name, String came) {
        return call.matches(name) && saw.matches(came) && where.has(board);
    }
}
