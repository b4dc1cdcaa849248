package org.kvmsh.bindings.remote;

/** The link to a board's agent ended: whatever was made there is gone, and no call can be made any more. */
public final class BoardLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BoardLost(String message) {
        super(message);
    }
}
