package org.kvmsh.bindings.board;

/** A name that no board can have, regardless of what is installed: what was typed is wrong. */
public final class NoSuchBoard extends BoardUnavailable {
    private static final long serialVersionUID = 1L;

    public NoSuchBoard(String message) {
        super(message);
    }
}
