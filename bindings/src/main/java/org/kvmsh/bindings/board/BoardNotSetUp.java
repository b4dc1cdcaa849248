package org.kvmsh.bindings.board;

/** A board for which this machine lacks programs, a kernel or space, whatever kernel is to be tested. */
public final class BoardNotSetUp extends BoardUnavailable {
    private static final long serialVersionUID = 1L;

    public BoardNotSetUp(String message) {
        super(message);
    }
}
