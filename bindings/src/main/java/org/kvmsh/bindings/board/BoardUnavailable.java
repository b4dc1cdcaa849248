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

    /** The same of a board that was started, and what it has printed. */
    public BoardUnavailable afterPrinting(List<String> lines) {
        console = List.copyOf(lines);
        return this;
    }

    /** What the board has printed; nothing of one that was not started. */
    public List<String> console() {
        return console;
    }
}
