package org.kvmsh.bindings.abi.header;

/** A header that cannot be read, in words, with its position if known. */
public final class HeaderError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String missing;

    public HeaderError(String message) {
        this(message, (String) null);
    }

    private HeaderError(String message, String missing) {
        super(message);
        this.line = 0;
        this.missing = missing;
    }

    /** A name that the text uses and does not define: {@code struct list_head}, {@code pid_t} or a constant. */
    static HeaderError missing(String name, String message) {
        return new HeaderError(message, name);
    }

    /** At a position in the text, lines and columns counted from 1. */
    HeaderError(int line, int column, String message) {
        this(line, column, message, null);
    }

    private HeaderError(int line, int column, String message, String missing) {
        super(line + ":" + column + ": " + message);
        this.line = line;
        this.missing = missing;
    }

    /** The same error at a position in the text. */
    HeaderError at(int position, int column) {
        return new HeaderError(position, column, getMessage(), missing);
    }

    public HeaderError(String message, Throwable cause) {
        super(message, cause);
        line = 0;
        missing = null;
    }

    /** The line of the text that was read; 0 if it is not known. */
    int line() {
        return line;
    }

    /** The name that the text uses and does not define; null for any other error. */
    String missing() {
        return missing;
    }
}
