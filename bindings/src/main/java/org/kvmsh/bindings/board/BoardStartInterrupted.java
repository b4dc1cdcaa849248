package org.kvmsh.bindings.board;

/** A board whose start was interrupted by the person who waits for it; what was started of it has ended. */
public final class BoardStartInterrupted extends BoardUnavailable {
    private static final long serialVersionUID = 1L;

    public BoardStartInterrupted(String name) {
        super(name + ": interrupted while it was starting; it was stopped");
    }
}
