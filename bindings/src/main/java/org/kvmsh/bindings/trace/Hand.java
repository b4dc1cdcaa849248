package org.kvmsh.bindings.trace;

/** Who had a hand in a call where proposals stand in front of the kernel. */
public enum Hand {
    /** The kernel, which somebody above called. */
    KERNEL(""),
    /** A proposal answered it, and no kernel was asked for it. */
    ANSWERED("answered by the proposal"),
    /** A proposal called the kernel. */
    MADE("made by the proposal");

    private final String phrase;

    Hand(String phrase) {
        this.phrase = phrase;
    }

    /** What stands beside the call wherever it is told; empty of a call like any other. */
    public String phrase() {
        return phrase;
    }
}
