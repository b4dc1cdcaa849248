package org.kvmsh.bindings.kernel;

/**
 * A software model reached something that it has no rule for, and reports it itself, since no kernel's errno would be
 * true.
 */
public final class NotModelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what was not modeled and where, such as an instruction with its program counter */
    public NotModelled(String message) {
        super(message);
    }
}
