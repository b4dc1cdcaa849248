package org.kvmsh.bindings.board;

/** A board that is not available, and why, in words. */
public class BoardUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public BoardUnavailable(String message) {
        super(message);
    }

    public BoardUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
