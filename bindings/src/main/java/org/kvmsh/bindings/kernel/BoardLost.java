package org.kvmsh.bindings.kernel;

/** A board cannot be reached any more: everything created there is gone, and no further call is possible. */
public class BoardLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;

    public BoardLost(String why) {
        this(why, why, null);
    }

    private BoardLost(String message, String why, BoardLost cause) {
        super(message, cause);
        this.why = why;
    }

    /** The same loss, with the board's activity added; the layer that knows it best adds it last. */
    public BoardLost during(String call) {
        return new BoardLost("the board was lost during " + call + ": " + why, why, this);
    }

    /** Why it is lost, without what it was doing. */
    public String why() {
        return why;
    }
}
