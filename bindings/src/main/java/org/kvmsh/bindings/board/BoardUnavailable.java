package org.kvmsh.bindings.board;

import java.util.List;

/** A board that is not available, and why, in words. */
public class BoardUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private transient List<String> console = List.of();

    public BoardUnavailable(String message) {
        super(message);
    }

    public BoardUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Sets what the board printed after it was started, and returns this.
     *
     * @param lines of its console
     */
    public BoardUnavailable afterPrinting(List<String> lines) {
        console = List.copyOf(lines);
        return this;
    }

    /** The lines that the board has printed; empty if it was not started. */
    public List<String> console() {
        return console;
    }
}
