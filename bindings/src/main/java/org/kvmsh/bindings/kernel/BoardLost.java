package org.kvmsh.bindings.kernel;

/** A board cannot be reached any more: everything created there is gone, and no further call is possible. */
public class BoardLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Begins the reason if the board reboots. */
    public static final String REBOOTED = "the board rebooted";

    private final String why;

    /** Creates the exception of a lost board. */
    public BoardLost(String why) {
        this(why, why, null);
    }

    private BoardLost(String message, String why, BoardLost cause) {
        super(message, cause);
        this.why = why;
    }

    /**
     * Returns the same loss with the call that was in progress added; the layer that knows the call best adds it last.
     */
    public BoardLost during(String call) {
        return new BoardLost("the board was lost during " + call + ": " + why, why, this);
    }

    /** Whether it rebooted by itself, so that its agent may answer again. */
    public boolean isReboot() {
        return why.startsWith(REBOOTED);
    }

    /** Why it is lost, without what it was doing. */
    public String why() {
        return why;
    }
}
