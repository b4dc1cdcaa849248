package org.kvmsh.bindings.board;

/** A board that can't be had, and why, in words. */
public class BoardUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public BoardUnavailable(String message) {
        super(message);
    }

    public BoardUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
