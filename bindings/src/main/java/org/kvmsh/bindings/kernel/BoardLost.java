package org.kvmsh.bindings.kernel;

/** A board can't be reached any more: whatever was made there is gone, and no call can be made. */
public final class BoardLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BoardLost(String message) {
        super(message);
    }

    /** The same news, with the call that brought it. */
    public BoardLost during(String call) {
        BoardLost named = new BoardLost("the board was lost during " + call + ": " + getMessage());
        named.initCause(this);
        return named;
    }
}
