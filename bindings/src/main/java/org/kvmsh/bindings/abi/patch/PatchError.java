package org.kvmsh.bindings.abi.patch;

/** A patch that cannot be read: the line of the given text, and what was expected there. */
public final class PatchError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final Kind kind;

    /** What is wrong with the patch. */
    public enum Kind {
        /** It adds nothing that kvmsh can use. */
        NOTHING_ADDED,
        /** Lines of a hunk are missing, or there are too many. */
        CUT,
        /** A definition that cannot be understood. */
        UNREADABLE
    }

    PatchError(int line, String message) {
        this(Kind.UNREADABLE, line, message);
    }

    PatchError(Kind kind, int line, String message) {
        super((line > 0 ? "line " + line + ": " : "") + message);
        this.line = line;
        this.kind = kind;
    }

    PatchError(int line, String message, Throwable cause) {
        super("line " + line + ": " + message, cause);
        this.line = line;
        this.kind = Kind.UNREADABLE;
    }

    /** Counted from 1; 0 if it is none of the lines. */
    public int line() {
        return line;
    }

    /** The kind of mistake. */
    public Kind kind() {
        return kind;
    }
}
