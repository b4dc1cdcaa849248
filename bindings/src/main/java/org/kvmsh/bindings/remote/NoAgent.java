package org.kvmsh.bindings.remote;

/** There is no agent program for a board, and why, in words with what to do. */
public final class NoAgent extends Exception {
    private static final long serialVersionUID = 1L;

    public NoAgent(String message) {
        super(message);
    }
}
