package org.kvmsh.bindings.board;

/** A name that is invalid, even if nothing is installed: wrong input. */
public final class NoSuchBoard extends BoardUnavailable {
    private static final long serialVersionUID = 1L;

    public NoSuchBoard(String message) {
        super(message);
    }
}
