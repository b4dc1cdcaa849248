package org.kvmsh.bindings.abi.patch;

/** A patch that cannot be read: the line of the given text, and what was expected there. */
public final class PatchError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;

    PatchError(int line, String message) {
        super("line " + line + ": " + message);
        this.line = line;
    }

    PatchError(int line, String message, Throwable cause) {
        super("line " + line + ": " + message, cause);
        this.line = line;
    }

    /** Counted from 1. */
    public int line() {
        return line;
    }
}
