package org.kvmsh.bindings.abi.header;

/** A header that can't be read, in words, with its place where that is known. */
public final class HeaderError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HeaderError(String message) {
        super(message);
    }

    public HeaderError(String message, Throwable cause) {
        super(message, cause);
    }
}
