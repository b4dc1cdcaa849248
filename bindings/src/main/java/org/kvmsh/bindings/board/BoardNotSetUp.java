package org.kvmsh.bindings.board;

/** A board for which this machine lacks programs, a kernel or space, independent of the kernel under test. */
public final class BoardNotSetUp extends BoardUnavailable {
    private static final long serialVersionUID = 1L;

    public BoardNotSetUp(String message) {
        super(message);
    }
}
