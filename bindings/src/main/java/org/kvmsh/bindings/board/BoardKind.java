package org.kvmsh.bindings.board;

import java.util.Locale;

/** The kind of a board: real, emulated, remote or a model. */
public enum BoardKind {
    REAL,
    EMULATED,
    REMOTE,
    MODEL,
    REPLAY;

    /**
     * The kind in words, as it is shown.
     *
     * @param caveat what a reader must know before trusting the results, such as {@code with proposals}; may be null
     */
    public String with(String caveat) {
        return caveat == null ? toString() : this + ", " + caveat;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
