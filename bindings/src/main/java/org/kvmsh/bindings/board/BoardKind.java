package org.kvmsh.bindings.board;

import java.util.Locale;

/** How much a board's answers are worth. */
public enum BoardKind {
    REAL, EMULATED, REMOTE, MODEL, REPLAY;

    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
