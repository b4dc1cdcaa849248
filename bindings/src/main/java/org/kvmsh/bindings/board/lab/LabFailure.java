package org.kvmsh.bindings.board.lab;

/** A lab that could not do what was asked; its message is a sentence that begins with the board's name. */
public final class LabFailure extends Exception {
    private static final long serialVersionUID = 1L;

    LabFailure(String message) {
        super(message);
    }

    LabFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
