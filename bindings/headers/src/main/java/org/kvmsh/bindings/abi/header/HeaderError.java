package org.kvmsh.bindings.abi.header;

/** A header that cannot be read, in words, with its position if known. */
public final class HeaderError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    public HeaderError(String message) {
        super(message);
        line = 0;
    }

    /** At a position in the text, lines and columns counted from 1. */
    HeaderError(int line, int column, String message) {
        super(line + ":" + column + ": " + message);
        this.line = line;
    }

    public HeaderError(String message, Throwable cause) {
        super(message, cause);
        line = 0;
    }

    /** The line of the text that was read; 0 if it is not known. */
    int line() {
        return line;
    }
}
