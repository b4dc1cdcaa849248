package org.kvmsh.bindings.board;

/** A board whose agent answers, and does not let this kvmsh use it. */
public final class BoardRefusal extends BoardUnavailable {
    private static final long serialVersionUID = 1L;

    BoardRefusal(String message, Throwable cause) {
        super(message, cause);
    }
}
