package org.kvmsh.bindings.board;

/** A board whose start was interrupted by the person who waits for it; what was started of it has ended. */
public final class BoardStartInterrupted extends BoardUnavailable {
    private static final long serialVersionUID = 1L;

    public BoardStartInterrupted(String name) {
        this(name, "interrupted while it was starting; it was stopped");
    }

    private BoardStartInterrupted(String name, String what) {
        super(name + ": " + what);
    }

    /** A board of a lab, which stays as it is. */
    static BoardStartInterrupted waiting(String name) {
        return new BoardStartInterrupted(name, "interrupted while kvmsh waited for it");
    }
}
